package org.socialconnectors.checks.architecture.broken.core;

public final class Seen {}
