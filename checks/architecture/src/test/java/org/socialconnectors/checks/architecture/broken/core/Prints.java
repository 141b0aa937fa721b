package org.socialconnectors.checks.architecture.broken.core;

final class Prints {
    void print() {
        System.out.println();
    }
}
