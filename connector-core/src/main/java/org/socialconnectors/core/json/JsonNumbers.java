package org.socialconnectors.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Which numbers can be calculated with: adding 1 to 1e999999999 takes more memory than there is. */
public final class JsonNumbers {
    /** The most digits before or after the point, written out. */
    public static final int LIMIT = 1000;

    // More than 1,000 decimal digits have.
    private static final int BITS = 4 * LIMIT;

    private JsonNumbers() {}

    /**
     * Whether a number is of a size to calculate with.
     *
     * @param number a number of a JSON text
     * @return false if it has more than about a thousand digits when it is written without an exponent
     */
    public static boolean isManageable(Number number) {
        if (number instanceof BigDecimal decimal) {
            return Math.abs((long) decimal.scale()) <= LIMIT && isManageable(decimal.unscaledValue());
        }
        return !(number instanceof BigInteger integer) || integer.bitLength() <= BITS;
    }
}
