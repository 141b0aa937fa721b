package org.socialconnectors.console.server;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.socialconnectors.console.web.Routes;

/** Answers what Jetty refuses by itself, such as headers that are too large, like any other page. */
final class RefusedRequests extends ErrorHandler {
    private final Routes routes;

    RefusedRequests(Routes routes) {
        this.routes = routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        routes.usualHeaders().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        Content.Sink.write(response, true, routes.malformedPage(response.getStatus()), callback);
        return true;
    }
}
