package no.ajour.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Keeps programs that are started in this JVM from setting up its log, which is one for all: it is silent and without
 * appenders while it is set up, and tests run side by side. It is as logback-test.xml says from the beginning to the end.
 * What the program's own log is like, tests see at a process of its own ({@link AjourProcess}).
 */
public final class OneLog implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }
}
