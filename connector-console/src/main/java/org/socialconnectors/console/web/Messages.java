package org.socialconnectors.console.web;

import io.javalin.http.HttpStatus;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.console.page.MessagePage;
import org.socialconnectors.console.page.MessagePage.Tone;

/** What people are told when something is not as usual. An administrator's facts go to the log, beside the reference. */
final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String REFERENCE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ";
    private static final int REFERENCE_LENGTH = 8;

    /** A page and its status. */
    record Answer(HttpStatus status, MessagePage page) {}

    private Messages() {}

    /** What became of a sign-in whose callback arrived. */
    static Answer failedCallback(ConnectorException failure, String providerName) {
        return switch (failure.code()) {
            case ACCESS_DENIED -> declined(providerName);
            case SIGN_IN_NOT_PENDING, INVALID_REQUEST -> noLongerValid();
            default -> failedStart(failure, providerName);
        };
    }

    /** What became of a sign-in that could not begin. */
    static Answer failedStart(ConnectorException failure, String providerName) {
        return switch (failure.code()) {
            case PROVIDER_UNAVAILABLE ->
                trouble(
                        HttpStatus.BAD_GATEWAY,
                        failure,
                        providerName + " could not be reached",
                        "It did not answer in time, or answered that it is out of order. Nobody was signed in.",
                        "Wait a few minutes, then begin again. If it goes on, tell the administrator the reference"
                                + " below.");
            case CAPACITY_EXCEEDED, STORE_UNAVAILABLE ->
                trouble(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        failure,
                        "Too busy to sign you in",
                        "This program cannot take on another sign-in at the moment.",
                        "Wait a minute, then begin again. If it goes on, tell the administrator the reference below.");
            case PROVIDER_ERROR,
                    INVALID_RESPONSE,
                    INVALID_ID_TOKEN,
                    IDENTITY_MISMATCH,
                    ISSUER_MISMATCH,
                    ACCESS_DENIED,
                    SIGN_IN_NOT_PENDING ->
                trouble(
                        HttpStatus.BAD_GATEWAY,
                        failure,
                        "Sign-in failed",
                        "The answer of " + providerName + " was refused or could not be trusted. Nobody was signed in.",
                        "Begin again. If it fails again, tell the administrator the reference below.");
            case INVALID_CONFIGURATION, CONNECTOR_FAILURE, UNSUPPORTED, INVALID_REQUEST ->
                trouble(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        failure,
                        "Sign-in is not set up correctly",
                        "There is nothing that you could do differently. Nobody was signed in.",
                        "Tell the administrator the reference below: the log says beside it what has to be changed.");
        };
    }

    private static Answer declined(String providerName) {
        return new Answer(
                HttpStatus.FORBIDDEN,
                MessagePage.of(
                                Tone.ATTENTION,
                                "You declined",
                                providerName + " reports that you did not agree, so nobody was signed in and nothing"
                                        + " about you was received.",
                                "If you changed your mind, begin again and agree there. If you did not decline"
                                        + " yourself, your account may lack what is needed to agree: ask whoever"
                                        + " manages it.")
                        .link("Begin again"));
    }

    /** Deliberately one message for what expired, was used, began in another browser, or never began. */
    private static Answer noLongerValid() {
        return new Answer(
                HttpStatus.BAD_REQUEST,
                MessagePage.of(
                                Tone.ATTENTION,
                                "This sign-in is no longer valid",
                                "A sign-in is good for one use, for ten minutes, in the browser where it began. This one"
                                        + " was used already, took too long, or began elsewhere. Nobody was signed in"
                                        + " by it.",
                                "Begin again in this browser. If cookies are blocked for this address, allow them"
                                        + " first.")
                        .link("Begin again"));
    }

    static Answer formNotOurs() {
        return new Answer(
                HttpStatus.FORBIDDEN,
                MessagePage.of(
                        Tone.ATTENTION,
                        "This page was open for too long",
                        "The button was not accepted: the page is older than an hour, cookies are blocked, or another"
                                + " site tried to press it for you. Nothing was done.",
                        "Go back to the start, which gives you a fresh page, and try again."));
    }

    static Answer foreignHost(Site site) {
        return new Answer(
                HttpStatus.MISDIRECTED_REQUEST,
                MessagePage.of(
                        Tone.ATTENTION,
                        "Wrong address",
                        "This program answers only under its own address.",
                        "Open " + site.origin() + "/ instead."));
    }

    static Answer notFound() {
        return new Answer(
                HttpStatus.NOT_FOUND,
                MessagePage.of(
                        Tone.ATTENTION,
                        "There is no such page",
                        "Nothing is at this address, or what was there is gone.",
                        "Check the address, or go back to the start."));
    }

    static Answer methodNotAllowed() {
        return new Answer(
                HttpStatus.METHOD_NOT_ALLOWED,
                MessagePage.of(
                        Tone.ATTENTION,
                        "This page cannot be used that way",
                        "The address exists, but not for this kind of request: perhaps a form's address was opened as"
                                + " a page.",
                        "Go back to the start and use the buttons there."));
    }

    static Answer malformed(int status) {
        return new Answer(
                HttpStatus.forStatus(status),
                MessagePage.of(
                        Tone.ATTENTION,
                        "The request was not understood",
                        "It is malformed or too large.",
                        "Go back to the start and use the buttons there."));
    }

    static Answer signedOut(String providerName) {
        return new Answer(
                HttpStatus.OK,
                MessagePage.of(
                                Tone.CALM,
                                "You are signed out",
                                "This console has forgotten you.",
                                "You may still be signed in at " + providerName
                                        + ". On a computer that others use, sign out there too.")
                        .link("Sign in again"));
    }

    /** A mistake of this program: the class of the exception is logged, never its message. */
    static Answer unexpected(Exception mistake) {
        String reference = reference();
        LOG.error(
                "Unexpected error, reference {}: {}",
                reference,
                mistake.getClass().getName());
        return new Answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                page(
                        "Something went wrong",
                        "This program made a mistake. It is not your fault.",
                        "Begin again. If it fails again, tell the administrator the reference below.",
                        reference));
    }

    private static Answer trouble(
            HttpStatus status, ConnectorException failure, String title, String explanation, String advice) {
        String reference = reference();
        LOG.warn("Sign-in failed, reference {}: {}", reference, failure.getMessage());
        return new Answer(status, page(title, explanation, advice, reference));
    }

    private static MessagePage page(String title, String explanation, String advice, String reference) {
        return new MessagePage(Tone.TROUBLE, title, explanation, advice, "Begin again", "/", Optional.of(reference));
    }

    private static String reference() {
        return RANDOM.ints(REFERENCE_LENGTH, 0, REFERENCE_LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, letter) -> text.append(REFERENCE_LETTERS.charAt(letter)),
                        StringBuilder::append)
                .insert(REFERENCE_LENGTH / 2, '-')
                .toString();
    }
}
