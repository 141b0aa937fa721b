package org.socialconnectors.checks.architecture.broken.oauth;

public final class Seen {}
