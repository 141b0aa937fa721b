package org.socialconnectors.api.identity;

/**
 * An e-mail address as the provider stated it.
 *
 * @param address the address, not validated further
 * @param verified true only if the provider says that it has verified that the person controls the address; what it leaves
 *     out counts as not verified
 */
public record EmailAddress(String address, boolean verified) {
    /** Whether it is verified; nothing of the person. */
    @Override
    public String toString() {
        return "EmailAddress(verified=" + verified + ")";
    }
}
