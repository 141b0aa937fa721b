package org.socialconnectors.api.identity;

/**
 * A phone number as the provider stated it.
 *
 * @param number the number, not validated further
 * @param verified true only if the provider says that it has verified that the person controls the number
 */
public record PhoneNumber(String number, boolean verified) {
    /** Whether it is verified; nothing of the person. */
    @Override
    public String toString() {
        return "PhoneNumber(verified=" + verified + ")";
    }
}
