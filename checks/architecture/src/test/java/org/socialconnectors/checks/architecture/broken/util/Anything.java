package org.socialconnectors.checks.architecture.broken.util;

final class Anything {}
