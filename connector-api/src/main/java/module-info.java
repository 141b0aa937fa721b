/** What a connector implements and what a host calls. */
module org.socialconnectors.api {
    requires static org.jspecify;
}
