package org.socialconnectors.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority and its servers, made once per run by the JDK's keytool. */
final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String NAMES = "san=dns:localhost,dns:provider.test,ip:127.0.0.1";

    private static TestCertificates made;

    private final KeyStore store;

    private TestCertificates(KeyStore store) {
        this.store = store;
    }

    static synchronized TestCertificates get() throws IOException, GeneralSecurityException, InterruptedException {
        if (made == null) {
            Path directory = Files.createTempDirectory("certificates");
            Path file = directory.resolve("store.p12");
            try {
                generate(file, "authority", List.of("-ext", "bc=ca:true"));
                generate(file, "provider", List.of("-signer", "authority", "-ext", NAMES));
                generate(file, "other-host", List.of("-signer", "authority", "-ext", "san=dns:other.test"));
                generate(
                        file,
                        "expired",
                        List.of("-signer", "authority", "-ext", NAMES, "-startdate", "-10d", "-validity", "5"));
                generate(file, "self-signed", List.of("-ext", NAMES));
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, PASSWORD);
                }
                made = new TestCertificates(store);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        }
        return made;
    }

    X509Certificate authority() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate("authority");
    }

    /** What a server needs to present the certificate of that name. */
    SSLContext server(String alias) throws GeneralSecurityException, IOException {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, store.getKey(alias, PASSWORD), PASSWORD, store.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void generate(Path file, String alias, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Xshare:auto",
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1"));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed for " + alias);
        }
    }
}
