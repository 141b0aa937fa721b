package org.socialconnectors.core.registry;

import java.util.List;

/** A factory, and the jars or directories that announce it. */
record Candidate<F>(F factory, List<String> sources) {}
