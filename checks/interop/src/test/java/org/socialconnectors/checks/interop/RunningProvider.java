package org.socialconnectors.checks.interop;

import com.microsoft.playwright.Page;
import java.io.IOException;
import org.socialconnectors.core.signin.SignInRequest;

/**
 * A provider that others wrote, and its pages. It knows ada, whose e-mail address is verified, and eve, whose address is not; and the
 * same clients wherever it runs.
 */
interface RunningProvider extends AutoCloseable {
    String issuer();

    /** The file in docs/providers that says how to configure it. */
    String documentation();

    /** The secret of the client {@code confidential client}. */
    String secret();

    /** How the path of the published keys ends. */
    String keysPath();

    /** What a sign-in has to ask for so that a refresh token is issued. */
    default SignInRequest.Builder refreshable(SignInRequest.Builder request) {
        return request;
    }

    /** Answers the pages up to the callback as a person does who wants to sign in, without being one. */
    Browser.Page signIn(Browser browser, Browser.Page first, String person) throws IOException, InterruptedException;

    /** Enters name and password, and agrees, where these are asked for, until the provider has no more questions. */
    void signIn(Page page, String person);

    /** Answers the pages as a person does who changes their mind. */
    void decline(Page page, String person);

    /** Answers the pages after the address for signing out. */
    void signOut(Page page);

    /** Answers the pages for a device, up to the last. */
    void allowDevice(Page page, String person);

    /** Signs with another key from now on. */
    void rotateKey() throws IOException, InterruptedException;

    @Override
    void close();
}
