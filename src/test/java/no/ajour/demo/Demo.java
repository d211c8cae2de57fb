package no.ajour.demo;

final class Demo {
    public static void main(String[] args) {
        System.out.println("demo on java " + Runtime.version());
    }
}
