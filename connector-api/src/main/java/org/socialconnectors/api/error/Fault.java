package org.socialconnectors.api.error;

/** Whose turn it is to act when something went wrong. */
public enum Fault {
    /** The person signing in: declined, waited too long, or used an old page. */
    USER,
    /** The application that calls the framework. */
    CALLER,
    /** Whoever configured the connection. */
    ADMINISTRATOR,
    /** The identity provider. */
    PROVIDER,
    /** The framework, a store behind it, or a connector loaded into it. */
    FRAMEWORK
}
