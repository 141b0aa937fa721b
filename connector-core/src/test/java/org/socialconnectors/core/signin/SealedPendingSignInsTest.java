package org.socialconnectors.core.signin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;

class SealedPendingSignInsTest extends SharedPendingSignInsContract {
    private static final int CAPACITY = 200;
    private static final int MAX_BYTES = 65_536;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

    private final MapByteStore store = new MapByteStore(CAPACITY);
    private final PendingSignIns sealed = pendingSignIns();
    private final BrowserKey browser = BrowserKey.random();
    private final PendingSignIn pending = PendingSignInFields.full();

    @Override
    protected PendingSignIns pendingSignIns() {
        return new SealedPendingSignIns(store, TIME_TO_LIVE);
    }

    @Override
    protected void outlive() {
        store.pass(TIME_TO_LIVE);
    }

    @Override
    protected long size() {
        return store.size();
    }

    @Override
    protected int capacity() {
        return CAPACITY;
    }

    @Override
    protected void takeDown() {
        store.down(true);
    }

    @Test
    void T45_nothing_in_the_store_names_or_finishes_a_sign_in() {
        sealed.put(browser, pending);

        String key = store.entries.keySet().iterator().next();
        byte[] value = onlyValue();
        assertTrue(key.matches("[0-9a-f]{64}"), key);
        String text = key + "\n" + new String(value, StandardCharsets.ISO_8859_1);
        List<String> canaries = new ArrayList<>(PendingSignInFields.of(pending).values());
        // Four fields have done their work when a sign-in has begun.
        canaries.removeAll(List.of("null", "[]"));
        assertEquals(13, canaries.size());
        canaries.addAll(List.of(
                "4711", "provider.example", "codeVerifier", browser.secret().reveal()));
        for (String canary : canaries) {
            assertFalse(text.contains(canary), canary);
        }
        assertEquals("SealedPendingSignIns", sealed.toString());
    }

    @Test
    void the_same_sign_in_looks_different_in_another_browser_and_every_time() {
        sealed.put(browser, pending);
        byte[] first = onlyValue();
        sealed.put(browser, pending);
        assertEquals(1, store.size());
        byte[] second = onlyValue();
        sealed.put(BrowserKey.random(), pending);

        assertEquals(2, store.size());
        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(first, 0, 13, second, 0, 13), "the nonce is a new one");
    }

    @Test
    void a_sign_in_is_found_with_all_of_browser_connection_and_state_only_and_parts_do_not_run_together() {
        Secret state = pending.attempt().state();
        sealed.put(browser, pending);

        assertTrue(
                sealed.take(browser, "connection-47", Secret.of("11state-4711")).isEmpty());
        assertTrue(sealed.take(browser, "connection-4712", state).isEmpty());
        assertTrue(
                sealed.take(browser, "connection-4711", Secret.of("state-4712")).isEmpty());
        assertTrue(sealed.take(BrowserKey.random(), "connection-4711", state).isEmpty());
        assertEquals(1, store.size());
        assertEquals(PendingSignInFields.of(pending), PendingSignInFields.of(take().orElseThrow()));
    }

    // Made by another program, in Python with the package cryptography, from the description of the format: what one
    // release
    // has put, the next one takes.
    @Test
    void T48_the_format_stays_what_it_is() {
        store.entries.put(
                "cee278db3eb30e8722ba12d091ea9ff4643e9b56f52848575dde5a034ce7af01",
                entry(Base64.getDecoder().decode("""
                        AQABAgMEBQYHCAkKCwkSeM5f16FQ8dQvwd6ov9IiH9k3rTnV8sin1mrEhzORiJ27VSXTTrxw9wbRv8C4oTUI1i5tHvZE\
                        D4ZEmQPCfTH9uZ6/+kZ05s66ZMilUT/uBoLsc2RMoVLEEG1ezLpiz9t4MukkIH7U8Ss/kotUKvH3Rw5GrfexWKNRq6uX\
                        mM8Ra1B0PBOReh0mvKm9KiqrsWRLzdfNSgaJ8C263BE2afBdDidNin1+mt9142TJMt9dCJlL+xXnU3iPTyTVR+WlEmk4\
                        bMulcXf18E/dGMyL2osb3hHgeMjJX59mYNkSe7M3BFx7XvUWG9kcJbcaYEPUzDqgVjGsGkDP79cnPlUinjvqKcNau3bb\
                        fjBz5d76wtvbyT8/zzQz08/1Vo44hfZsaL8DlBUo1lY1kjIIz5MZhtwCrNKtHKNmIJd+hOTgVmOa4zsAa99yEOOLSzRo\
                        lBTxXWNhpmuzy8HILbxDQCuLc+Jn+q+MuGBmyGBNPdj92jov5LT2mWOtIbmifV0NxCMVKun5ECSxyGAfJCYt5lQ=""")));

        PendingSignIn found = sealed.take(BrowserKey.ofCookie("A".repeat(42) + "E"), "one", Secret.of("state-4711"))
                .orElseThrow();

        assertEquals("one", found.connectionId());
        assertEquals(Secret.of("verifier-4711"), found.attempt().codeVerifier());
        assertEquals(Map.of("dpop", Secret.of("key-4711")), found.attempt().carry());
        assertEquals(Optional.of("/cart"), found.returnTo());
    }

    @Test
    void T48_a_value_of_another_format_counts_as_none_and_the_user_begins_again() {
        for (byte format : new byte[] {0, 2, 3, -1, '{'}) {
            sealed.put(browser, pending);
            byte[] value = onlyValue();
            assertEquals(1, value[0]);
            value[0] = format;

            assertTrue(take().isEmpty());
            assertEquals(0, store.size());
        }
    }

    @Test
    void a_value_of_another_entry_counts_as_none() {
        sealed.put(browser, pending);
        byte[] value = onlyValue();
        PendingSignIn other = new PendingSignIn(
                "one",
                "revision",
                SignInAttempt.builder(URI.create("https://app.example")).build(),
                null,
                null);
        sealed.put(browser, other);
        store.entries.replaceAll((key, entry) -> entry(value));

        assertTrue(sealed.take(browser, "one", other.attempt().state()).isEmpty());
        assertTrue(take().isPresent());
    }

    @Test
    void a_sealed_value_that_is_no_sign_in_counts_as_none() {
        Seal seal = Seal.of(browser, pending.connectionId(), pending.attempt().state());
        store.entries.put(seal.entryKey(), entry(seal.close("{}".getBytes(StandardCharsets.UTF_8))));

        assertTrue(take().isEmpty());
    }

    @Test
    void a_sign_in_of_the_largest_size_is_kept_and_a_larger_one_refused() {
        sealed.put(browser, carrying(1));
        int most = MAX_BYTES - onlyValue().length + 1;
        PendingSignIn largest = carrying(most);
        PendingSignIn larger = carrying(most + 1);
        store.entries.clear();

        sealed.put(browser, largest);
        assertEquals(MAX_BYTES, onlyValue().length);
        assertTrue(sealed.take(browser, "one", largest.attempt().state()).isPresent());

        ConnectorException refusal = assertRefused(ErrorCode.CAPACITY_EXCEEDED, () -> sealed.put(browser, larger));
        assertEquals(Optional.of("65536 bytes"), refusal.detail(Detail.LIMIT));
        assertEquals(Optional.of("one"), refusal.detail(Detail.CONNECTION_ID));
        assertEquals(0, store.size());
    }

    @Test
    void a_value_that_is_larger_than_any_that_was_put_is_not_even_opened() {
        Seal seal = Seal.of(browser, pending.connectionId(), pending.attempt().state());
        byte[] spaces = new byte[MAX_BYTES];
        Arrays.fill(spaces, (byte) ' ');
        byte[] content = PendingSignInFormat.write(pending);
        System.arraycopy(content, 0, spaces, 0, content.length);
        assertTrue(PendingSignInFormat.read(spaces).isPresent());
        store.entries.put(seal.entryKey(), entry(seal.close(spaces)));

        assertTrue(take().isEmpty());
    }

    @Test
    void the_store_is_told_how_long_to_keep_a_sign_in() {
        new SealedPendingSignIns(store).put(browser, pending);
        assertEquals(
                MapByteStore.START.plus(Duration.ofMinutes(10)),
                store.entries.values().iterator().next().end());

        new SealedPendingSignIns(store, Duration.ofSeconds(3)).put(browser, pending);
        assertEquals(
                MapByteStore.START.plusSeconds(3),
                store.entries.values().iterator().next().end());
    }

    @Test
    void T47_a_callback_that_met_a_failing_store_may_be_repeated_and_nothing_of_the_failure_is_passed_on()
            throws Exception {
        Node node = new Node(sealed);
        String query = "code=a&state=" + node.begin(browser);
        store.down(true);
        for (Executable call : List.<Executable>of(() -> node.begin(browser), () -> node.complete(browser, query))) {
            ConnectorException refusal = assertRefused(ErrorCode.STORE_UNAVAILABLE, call);
            assertFalse(refusal.getMessage().contains("canary"));
            assertNull(refusal.getCause());
            assertArrayEquals(new Throwable[0], refusal.getSuppressed());
        }
        store.down(false);

        assertEquals("a", node.complete(browser, query));
    }

    @Test
    void two_states_of_one_browser_have_nothing_in_common() {
        Seal one = Seal.of(browser, "one", Secret.of("a"));
        Seal two = Seal.of(browser, "one", Secret.of("b"));

        assertNotEquals(one.entryKey(), two.entryKey());
        assertEquals(one.entryKey(), Seal.of(browser, "one", Secret.of("a")).entryKey());
        assertTrue(two.open(one.close(new byte[1])).isEmpty());
        assertArrayEquals(new byte[0], one.open(one.close(new byte[0])).orElseThrow());
        assertArrayEquals(new byte[1], one.open(one.close(new byte[1])).orElseThrow());
    }

    private Optional<PendingSignIn> take() {
        return sealed.take(browser, pending.connectionId(), pending.attempt().state());
    }

    private byte[] onlyValue() {
        assertEquals(1, store.entries.size());
        return store.entries.values().iterator().next().value();
    }

    private static MapByteStore.Entry entry(byte[] value) {
        return new MapByteStore.Entry(value, MapByteStore.START.plusSeconds(1));
    }

    private static PendingSignIn carrying(int characters) {
        SignInAttempt attempt = PendingSignInFields.full()
                .attempt()
                .after(Redirect.to(URI.create("https://provider.example"))
                        .remembering("proof", Secret.of("x".repeat(characters))));
        return new PendingSignIn("one", "revision", attempt, null, null);
    }
}
