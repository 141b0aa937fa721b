package org.socialconnectors.core.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/** Reads a body of at most so many bytes, as it came or out of gzip. Never reads more than a buffer beyond the limit. */
final class BodyReader {
    private static final int BUFFER = 8192;
    // What gzip may add to a body that does not shrink: header, trailer, five bytes per block.
    private static final int GZIP_OVERHEAD = 16 * 1024;

    private final int limit;

    BodyReader(int limit) {
        this.limit = limit;
    }

    /**
     * Reads to the end.
     *
     * @param stream the body as it comes from the connection
     * @param contentLength what the answer says about it, or negative
     * @param encoding the content encoding, empty if none
     * @throws IOException if the connection fails
     * @throws ConnectorException with {@code INVALID_RESPONSE} if the body is too large or its encoding not to be had
     */
    byte[] read(InputStream stream, long contentLength, String encoding) throws IOException {
        switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> {
                if (contentLength > limit) {
                    throw tooLarge();
                }
                return read(stream, limit);
            }
            case "gzip", "x-gzip" -> {
                return decompress(read(stream, (long) limit + GZIP_OVERHEAD));
            }
            default ->
                throw ConnectorException.of(
                                ErrorCode.INVALID_RESPONSE, "the answer has a content encoding nobody asked for")
                        .build();
        }
    }

    private byte[] decompress(byte[] compressed) {
        if (compressed.length == 0) {
            return compressed;
        }
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER)) {
            return read(stream, limit);
        } catch (IOException e) {
            throw ConnectorException.of(ErrorCode.INVALID_RESPONSE, "the answer's compression is broken")
                    .causedBy(e)
                    .build();
        }
    }

    private byte[] read(InputStream stream, long most) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            if (body.size() + (long) count > most) {
                throw tooLarge();
            }
            body.write(buffer, 0, count);
        }
        return body.toByteArray();
    }

    private ConnectorException tooLarge() {
        return ConnectorException.of(ErrorCode.INVALID_RESPONSE, "the answer's body is too large")
                .with(Detail.LIMIT, limit + " bytes")
                .build();
    }
}
