package org.socialconnectors.api.error;

/**
 * The facts that may be printed about an error. The set is closed: what has no entry here does not reach a message or a log.
 * Values are names, numbers and codes, never payload.
 */
public enum Detail {
    /** The ID of the connector concerned. */
    CONNECTOR_ID("connector"),
    /** The ID of the connection concerned. */
    CONNECTION_ID("connection"),
    /** Where a connector was loaded from: jar or directory names. */
    SOURCE("source"),
    /** The connector's class. */
    CLASS("class"),
    /** Which of the provider's endpoints answered, by role: {@code token}, {@code userinfo}, {@code jwks}, {@code discovery}. */
    ENDPOINT("endpoint"),
    /** The HTTP status of the answer. */
    HTTP_STATUS("http_status"),
    /** The provider's {@code error} code, if it has the form of one. */
    OAUTH_ERROR("oauth_error"),
    /** The name of the parameter concerned. */
    PARAMETER("parameter"),
    /** The JSON pointer (RFC 6901) of the member concerned. */
    POINTER("pointer"),
    /** The line of a text at which it could not be read on, from 1. */
    LINE("line"),
    /** The column in that line, from 1. */
    COLUMN("column"),
    /** The JSON Schema keyword that was violated. */
    KEYWORD("keyword"),
    /** The name of the ID-token claim concerned. */
    CLAIM("claim"),
    /** The limit that was reached, with its unit. */
    LIMIT("limit"),
    /** The class name of the foreign exception behind this error; the exception itself is dropped. */
    CAUSE_TYPE("cause_type");

    private final String label;

    Detail(String label) {
        this.label = label;
    }

    /**
     * The name used in messages.
     *
     * @return a short lower-case name
     */
    public String label() {
        return label;
    }
}
