package org.socialconnectors.documentation;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A compilation unit in memory. */
final class JavaSource extends SimpleJavaFileObject {
    private final String source;

    JavaSource(String type, String source) {
        super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
        this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
    }
}
