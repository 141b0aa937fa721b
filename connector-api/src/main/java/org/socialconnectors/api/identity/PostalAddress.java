package org.socialconnectors.api.identity;

import java.util.Optional;

/**
 * A postal address as the provider stated it (OpenID Connect Core 1.0 section 5.1.1). A provider may state the whole, the parts, or
 * both; nothing is validated, and nothing says that the person can be reached there.
 *
 * @param formatted the whole address, ready for a label; may have line breaks
 * @param streetAddress street, house number and the like; may have line breaks
 * @param locality the city
 * @param region the state, province or prefecture
 * @param postalCode the postal code
 * @param country the country's name
 */
public record PostalAddress(
        Optional<String> formatted,
        Optional<String> streetAddress,
        Optional<String> locality,
        Optional<String> region,
        Optional<String> postalCode,
        Optional<String> country) {
    /** Nothing of the person. */
    @Override
    public String toString() {
        return "PostalAddress";
    }
}
