package org.socialconnectors.api;

/** Where a sign-in with a connector can begin. */
public enum Platform {
    /** In a browser and in an application with a browser of its own. */
    UNIVERSAL,
    /** In a browser only. */
    WEB,
    /** In a native application only. */
    NATIVE
}
