package org.socialconnectors.console.page;

import java.util.Optional;

/**
 * What every page has around its content.
 *
 * @param title the page's title, without the program's name
 * @param providerName what the mark in the header says
 * @param simulated whether the provider is the simulated one
 * @param signOutToken the token of the sign-out form; empty if nobody is signed in
 */
public record Frame(String title, String providerName, boolean simulated, Optional<String> signOutToken) {}
