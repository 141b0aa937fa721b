package org.socialconnectors.core.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing, because the client's own prints every header and byte at DEBUG, and that can be closed by
 * another thread at any moment: once closed it stays closed, also to a thread that is just connecting it.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private volatile boolean closed;

    QuietConnection(Http1Config limits) {
        super(limits, null, null, null, null, null, new DefaultHttpResponseParserFactory(limits));
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bind(new SocketHolder(sslSocket, socket));
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        super.bind(holder);
        // Looked at after binding: whoever closes in between either sees the socket or is seen here.
        if (closed) {
            super.close(CloseMode.IMMEDIATE);
            holder.getBaseSocket().close();
            throw new InterruptedIOException("closed");
        }
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    // A graceful close writes, to TLS at least, and a peer that does not read would block it beyond every deadline.
    @Override
    public void close() {
        close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void passivate() {
        // The socket's time-out is set anew for every exchange.
    }

    @Override
    public void activate() {
        // As above.
    }
}
