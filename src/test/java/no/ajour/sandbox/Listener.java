package no.ajour.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts connections on a free loopback port, a virtual thread each. The JDK's own small server would do, but that it
 * insists on the real time in {@code Date} and cannot reset a connection.
 */
final class Listener implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Listener() {
        try {
            server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox could not open a loopback port", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    void start(Gate gate) {
        Thread.ofVirtual().name("sandbox-listener").start(() -> accept(gate));
    }

    private void accept(Gate gate) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().name("sandbox-connection").start(() -> serve(socket, gate));
            } catch (IOException e) {
                // Either the sandbox is closing, or one client gave up before it was accepted.
            }
        }
    }

    private void serve(Socket socket, Gate gate) {
        try (socket) {
            new Connection(socket, gate).serve();
        } catch (IOException | RuntimeException e) {
            // The client has gone, a fault broke the connection, or the sandbox failed and the book says so.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
