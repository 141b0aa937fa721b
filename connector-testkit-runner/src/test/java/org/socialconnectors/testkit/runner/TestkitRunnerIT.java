package org.socialconnectors.testkit.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
import org.socialconnectors.standard.OidcConnectorFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The packed program, run as its users run it, against jars that are made here. */
class TestkitRunnerIT {
    private static final String HUGGING_FACE_CONFIG = """
            {
              "provider": {
                "issuer": "https://huggingface.co",
                "authorizationEndpoint": "https://huggingface.co/oauth/authorize",
                "tokenEndpoint": "https://huggingface.co/oauth/token",
                "userinfoEndpoint": "https://huggingface.co/oauth/userinfo",
                "deviceAuthorizationEndpoint": "https://huggingface.co/oauth/device",
                "jwksUri": "https://huggingface.co/oauth/jwks",
                "discovery": true
              },
              "tokenExchange": {
                "subjectToken": "ada@example.org",
                "subjectTokenType": "urn:huggingface:token-type:user-email",
                "scopes": ["profile"]
              },
              "expectedProfile": {
                "name": "Ada Example",
                "username": "ada",
                "email": "ada@example.org",
                "emailVerified": true,
                "avatar": "https://huggingface.co/avatars/ada.svg",
                "page": "https://huggingface.co/ada"
              }
            }
            """;

    private static final String ADDRESS_LIST_CONFIG = """
            {
              "configuration": {
                "namespace": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token",
                "userinfoEndpoint": "https://code.example/user",
                "subjectPointer": "/id",
                "emailSource": "list",
                "emailsEndpoint": "https://code.example/emails",
                "emailsAddressPointer": "/email",
                "emailsPrimaryPointer": "/primary",
                "emailsVerifiedPointer": "/verified",
                "clientAuthentication": "client_secret_post"
              },
              "clientAuthentication": "client_secret_post",
              "provider": {
                "issuer": "https://code.example",
                "authorizationEndpoint": "https://code.example/authorize",
                "tokenEndpoint": "https://code.example/token",
                "userinfoEndpoint": "https://code.example/user",
                "resources": {
                  "https://code.example/emails": [
                    { "email": "old@example.org", "primary": false, "verified": true },
                    { "email": "ada@example.org", "primary": true, "verified": true }
                  ]
                }
              },
              "person": { "subject": "7", "username": "ada", "name": "Ada", "userinfo": { "id": 7 } },
              "expectedProfile": { "email": "ada@example.org", "emailVerified": true },
              "subjectMember": "id",
              "emailVerifiedMember": "verified",
              "capabilities": { "supportsIdTokens": false, "supportsPublicClients": false, "pinsIssuer": false }
            }
            """;

    private static final Path PAGE = Path.of("..", "docs", "testkit-runner.md");

    private static final String WRONG = """
            package wrong;
            import java.net.URI;
            import java.util.Optional;
            import org.socialconnectors.api.*;
            import org.socialconnectors.api.json.*;
            import org.socialconnectors.api.signin.*;
            import org.socialconnectors.huggingface.HuggingFaceConnectorFactory;
            public final class WrongFactory implements SocialConnectorFactory {
                private final SocialConnectorFactory honest = new HuggingFaceConnectorFactory();
                static void forEver() {
                    while (true) {
                        try { Thread.sleep(60_000); } catch (InterruptedException ignored) { }
                    }
                }
                public WrongFactory() { %s }
                public ConnectorDescriptor descriptor() { return honest.descriptor(); }
                public SocialConnector create(JsonObject config, ConnectorContext context) {
                    SocialConnector connector = honest.create(config, context);
                    return new SocialConnector() {
                        public Redirect begin(SignInAttempt attempt) throws InterruptedException {
                            Redirect redirect = connector.begin(attempt);
                            %s
                        }
                        public SignInResult complete(VerifiedCallback callback) throws InterruptedException {
                            return connector.complete(callback);
                        }
                        public <T> Optional<T> capability(Class<T> type) { return connector.capability(type); }
                    };
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void a_good_connector_passes_all_rules_and_every_report_says_so() throws Exception {
        Program program = run(
                huggingFace().as("good.jar"),
                "--config",
                config(HUGGING_FACE_CONFIG),
                "--report",
                "report.html",
                "--json",
                "report.json",
                "--junit-xml",
                "report.xml");
        assertEquals(0, program.exitCode(), program::said);
        JsonObject json = JsonReader.config(read("report.json"));
        List<JsonObject> rules = json.objects("rules");
        Document xml = xml(read("report.xml"));
        Document html = xml(read("report.html"));
        assertAll(
                () -> assertTrue(program.out().contains("T36   ok"), program::said),
                () -> assertTrue(program.out().contains("S17   ok"), program::said),
                () -> assertTrue(program.err().contains("[1/"), "there is no progress"),
                () -> assertTrue(json.isTrue("conformant")),
                () -> assertTrue(rules.size() > 60, "rules: " + rules.size()),
                () -> assertTrue(
                        rules.stream().allMatch(rule -> rule.text("result").equals("HOLDS"))),
                () -> assertTrue(
                        rules.stream().allMatch(rule -> rule.text("readMore").contains("docs/conformance.md")),
                        "a rule has nothing to read more about"),
                () -> assertEquals(
                        rules.size(), xml.getElementsByTagName("testcase").getLength()),
                () -> assertEquals(0, xml.getElementsByTagName("failure").getLength()),
                () -> assertEquals(
                        rules.size() + 1, html.getElementsByTagName("tr").getLength()));
    }

    @Test
    void a_connector_with_claims_of_its_own_passes_by_the_example_on_the_page() throws Exception {
        Program program = run(acorn().as("acorn.jar"), "--config", config(exampleOfThePage(1)));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("T45   ok"), program::said);
    }

    @Test
    void a_connector_with_all_that_a_strict_provider_asks_for_passes_by_the_example_on_the_page() throws Exception {
        Program program = run(standard().as("standard.jar"), "--id", "oidc", "--config", config(exampleOfThePage(2)));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("S29   ok"), program::said);
    }

    @Test
    void what_is_declared_and_not_done_is_told() throws Exception {
        String form = "\"responseMode\": \"form_post\"";
        String example = exampleOfThePage(2);
        assertTrue(example.contains(form), example);
        Program program = run(
                standard().as("standard.jar"),
                "--id",
                "oidc",
                "--config",
                config(example.replace(form, "\"responseMode\": \"query\"")));
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S22   BROKEN"), program::said);
    }

    @Test
    void a_connector_that_asks_for_a_list_of_addresses_passes() throws Exception {
        Program program = run(standard().as("standard.jar"), "--id", "oauth2", "--config", config(ADDRESS_LIST_CONFIG));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("S34   ok"), program::said);
    }

    @Test
    void without_a_file_the_rules_for_any_connector_are_run_and_that_is_said() throws Exception {
        Program program = run(acorn().as("acorn.jar"));
        assertEquals(0, program.exitCode(), program::said);
        assertTrue(program.out().contains("D05   ok"), program::said);
        assertTrue(program.out().contains("S05   ok"), program::said);
        assertFalse(program.out().contains("T36"), program::said);
        assertTrue(program.out().contains("Only the rules for any connector were run."), program::said);
    }

    @Test
    void a_connector_without_pkce_is_told_by_the_rule_that_it_breaks() throws Exception {
        Path jar = wrong(
                "",
                "return Redirect.to(URI.create(redirect.uri().toString().replaceAll(\"&code_challenge[^&]*\", \"\")));");
        Program program =
                run(jar, "--config", config(HUGGING_FACE_CONFIG), "--json", "report.json", "--junit-xml", "report.xml");
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("T01   BROKEN"), program::said);
        assertTrue(program.out().contains("code_challenge"), program::said);
        assertTrue(program.out().contains("RFC 7636"), program::said);
        assertFalse(JsonReader.config(read("report.json")).isTrue("conformant"));
        assertTrue(xml(read("report.xml")).getElementsByTagName("failure").getLength() > 0);
    }

    @Test
    void what_a_connector_says_cannot_become_markup_or_control_a_terminal() throws Exception {
        Path jar = wrong(
                "", "throw new IllegalStateException(\"<script>alert(1)</script>]]>&amp;\\u001b[31m\\u0000\\uffff\");");
        Program program = run(
                jar,
                "--config",
                config(HUGGING_FACE_CONFIG),
                "--report",
                "report.html",
                "--json",
                "report.json",
                "--junit-xml",
                "report.xml");
        assertEquals(1, program.exitCode(), program::said);
        assertFalse(program.out().contains("\u001b"), program::said);
        Document html = xml(read("report.html"));
        assertAll(
                () -> assertEquals(0, html.getElementsByTagName("script").getLength()),
                () -> assertTrue(html.getDocumentElement().getTextContent().contains("<script>alert(1)</script>")),
                () -> xml(read("report.xml")),
                () -> JsonReader.config(read("report.json")));
    }

    @Test
    void a_thread_that_is_left_behind_is_reported() throws Exception {
        Path jar = wrong(
                "Thread left = new Thread(WrongFactory::forEver, \"forgotten\"); left.start();", "return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S17   BROKEN"), program::said);
        assertTrue(program.out().contains("forgotten"), program::said);
    }

    @Test
    void a_connection_that_is_left_open_is_reported() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no list of open sockets here");
        Path jar = wrong(
                "",
                "try { java.nio.channels.SocketChannel.open(); } catch (java.io.IOException impossible) { } return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S09   BROKEN"), program::said);
    }

    @Test
    void a_request_that_goes_round_the_context_is_reported() throws Exception {
        Path jar = wrong(
                "",
                "try { new java.net.Socket(\"127.0.0.1\", 1).close(); } catch (java.io.IOException refused) { } return redirect;");
        Program program = run(jar);
        assertEquals(1, program.exitCode(), program::said);
        assertTrue(program.out().contains("S08   BROKEN"), program::said);
        assertTrue(program.out().contains("socket://127.0.0.1:1"), program::said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public WrongFactory() {", "public ConnectorDescriptor descriptor() {", "static {"})
    void a_connector_that_hangs_while_it_is_loaded_is_given_up_and_told_where(String where) throws Exception {
        String source = WRONG.formatted("", "return redirect;")
                .replace("static void forEver()", "static {} static void forEver()");
        Path jar = huggingFace()
                .withSource("wrong.WrongFactory", source.replace(where, where + " if (Boolean.TRUE) { forEver(); }"))
                .announcing("wrong.WrongFactory")
                .as("wrong.jar");
        Program program = run(jar, "--time-limit", 3);
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("was not loaded within 3 s; it is in"), program::said);
        assertTrue(program.err().contains("wrong.WrongFactory.forEver"), program::said);
    }

    @Test
    void a_connector_that_hangs_in_a_sign_in_is_given_up_and_the_rule_is_named() throws Exception {
        Path jar = wrong("", "forEver(); return redirect;");
        Program program = run(jar, "--time-limit", 15, "--json", "report.json");
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.out().contains("S02   BROKEN"), program::said);
        assertTrue(program.out().contains("not run"), program::said);
        assertFalse(JsonReader.config(read("report.json")).isTrue("conformant"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(0);", "Runtime.getRuntime().exit(0);"})
    void a_connector_that_ends_the_program_does_not_pass(String exit) throws Exception {
        Program program = run(wrong("if (true) { " + exit + " }", "return redirect;"));
        assertEquals(8, program.exitCode(), program::said);
        assertTrue(program.err().contains("broken off"), program::said);
    }

    @Test
    void a_shutdown_hook_of_the_connector_does_not_hold_the_program_up() throws Exception {
        Path jar =
                wrong("Runtime.getRuntime().addShutdownHook(new Thread(WrongFactory::forEver));", "return redirect;");
        Program program = run(jar);
        assertEquals(0, program.exitCode(), program::said);
    }

    @Test
    void bad_arguments_are_told_with_the_usage() throws Exception {
        for (Object[] arguments : List.of(
                new Object[] {}, new Object[] {"a.jar", "--no-such-option"}, new Object[] {"a.jar", "--time-limit", 0
                })) {
            Program program = Program.run(directory, arguments);
            assertEquals(2, program.exitCode(), program::said);
            assertTrue(program.err().contains("Usage: connector-testkit-runner"), program::said);
        }
    }

    @Test
    void a_file_that_is_missing_or_not_a_jar_is_told() throws Exception {
        Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
        Path good = acorn().as("acorn.jar");
        for (Object[] arguments : List.of(
                new Object[] {"missing.jar"},
                new Object[] {text},
                new Object[] {directory},
                new Object[] {good, "--class-path", "missing.jar"},
                new Object[] {good, "--class-path", text})) {
            Program program = Program.run(directory, arguments);
            assertEquals(3, program.exitCode(), program::said);
            assertTrue(program.err().contains("not"), program::said);
        }
    }

    @Test
    void a_jar_without_connector_or_without_the_one_asked_for_is_told() throws Exception {
        Program empty =
                run(new PackedJar(directory).withEntry("readme.txt", "nothing").as("empty.jar"));
        assertEquals(4, empty.exitCode(), empty::said);
        assertTrue(empty.err().contains("There is no connector in"), empty::said);
        Program other = run(acorn().as("acorn.jar"), "--id", "oak");
        assertEquals(4, other.exitCode(), other::said);
        assertTrue(other.err().contains("acorn"), other::said);
    }

    @Test
    void two_connectors_need_an_id() throws Exception {
        Path jar = acorn().with(HuggingFaceConnectorFactory.class)
                .announcing("example.acorn.AcornConnectorFactory", HuggingFaceConnectorFactory.class.getName())
                .as("two.jar");
        Program program = run(jar);
        assertEquals(5, program.exitCode(), program::said);
        assertTrue(program.err().contains("acorn, huggingface-universal"), program::said);
        Program chosen = run(jar, "--id", "acorn");
        assertEquals(0, chosen.exitCode(), chosen::said);
        assertTrue(chosen.out().contains("acorn:"), chosen::said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) { throw new IllegalStateException(\"broken\"); }",
                "if (true) { throw new OutOfMemoryError(\"broken\"); }"
            })
    void a_connector_that_cannot_be_loaded_is_told(String constructor) throws Exception {
        Program program = run(wrong(constructor, "return redirect;"));
        assertEquals(6, program.exitCode(), program::said);
        assertTrue(program.err().contains("The connector cannot be loaded"), program::said);
    }

    @Test
    void a_library_is_the_connectors_to_bring() throws Exception {
        // The program itself has such a class; the connector must not see it.
        String needy = WRONG.formatted("tools.jackson.core.Version.unknownVersion();", "return redirect;");
        PackedJar jar = huggingFace().withSource("wrong.WrongFactory", needy).announcing("wrong.WrongFactory");
        Program without = run(jar.as("needy.jar"));
        assertEquals(6, without.exitCode(), without::said);
        assertTrue(without.err().contains("--class-path"), without::said);
        Path library =
                new PackedJar(directory).with(tools.jackson.core.Version.class).as("library.jar");
        Program with = run(jar.as("needy.jar"), "--class-path", library);
        assertEquals(0, with.exitCode(), with::said);
    }

    @Test
    void a_configuration_file_that_is_not_valid_is_told_by_pointer_and_keyword() throws Exception {
        Path jar = acorn().as("acorn.jar");
        Program mistyped = run(jar, "--config", config("{\"provider\": {\"issuer\": 1}, \"capabilties\": {}}"));
        assertEquals(7, mistyped.exitCode(), mistyped::said);
        assertAll(
                () -> assertTrue(mistyped.err().contains("/capabilties [additionalProperties]"), mistyped::said),
                () -> assertTrue(mistyped.err().contains("/provider/issuer [type]"), mistyped::said),
                () -> assertTrue(mistyped.err().contains("/provider/tokenEndpoint [required]"), mistyped::said));
        Program noJson = run(jar, "--config", config("{"));
        assertEquals(7, noJson.exitCode(), noJson::said);
        Program missing = run(jar, "--config", "missing.json");
        assertEquals(7, missing.exitCode(), missing::said);
        Program wrongForConnector = run(jar, "--config", config("{\"configuration\": {\"server\": \"ftp://x\"}}"));
        assertEquals(7, wrongForConnector.exitCode(), wrongForConnector::said);
        assertTrue(wrongForConnector.err().contains("/server [pattern]"), wrongForConnector::said);
    }

    @Test
    void a_report_that_cannot_be_written_is_told() throws Exception {
        Program program = run(acorn().as("acorn.jar"), "--report", "no/such/directory.html");
        assertEquals(9, program.exitCode(), program::said);
        assertTrue(program.err().contains("cannot be written"), program::said);
    }

    @Test
    void help_and_page_list_the_exit_codes() throws Exception {
        Program program = Program.run(directory, "--help");
        assertEquals(0, program.exitCode(), program::said);
        for (Ending ending : Ending.values()) {
            assertTrue(program.out().contains("  " + ending.code() + "  "), () -> ending + "\n" + program.said());
            assertTrue(Files.readString(PAGE).contains("\n| " + ending.code() + " | "), ending::toString);
        }
    }

    private Program run(Path jar, Object... more) throws Exception {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = jar;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Program.run(directory, arguments);
    }

    private PackedJar huggingFace() throws Exception {
        return new PackedJar(directory).with(HuggingFaceConnectorFactory.class);
    }

    private PackedJar standard() throws Exception {
        // With the library that it reads JSON pointers by.
        return new PackedJar(directory).with(tools.jackson.core.Version.class).with(OidcConnectorFactory.class);
    }

    private PackedJar acorn() throws Exception {
        Path example = Path.of("..", "examples", "example-connector", "src", "main");
        return new PackedJar(directory)
                .withSources(List.of(example.resolve("java/example/acorn/AcornConnectorFactory.java")))
                .withDirectory(example.resolve("resources"));
    }

    /** Hugging Face's connector with a mistake: a statement in the factory's constructor, and the end of {@code begin}. */
    private Path wrong(String constructor, String begin) throws Exception {
        return huggingFace()
                .withSource("wrong.WrongFactory", WRONG.formatted(constructor, begin))
                .announcing("wrong.WrongFactory")
                .as("wrong.jar");
    }

    private Path config(String text) throws Exception {
        return Files.writeString(directory.resolve("config.json"), text);
    }

    private static String exampleOfThePage(int number) throws Exception {
        String block = Files.readString(PAGE).split("```json\n", -1)[number];
        return block.substring(0, block.indexOf("```"));
    }

    private String read(String name) throws Exception {
        return Files.readString(directory.resolve(name));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
