package org.socialconnectors.testkit.runner;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.ConnectorDescriptor;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.PostalAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchangeRequest;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.core.json.JsonReader;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * The configuration file: what the author of a test would say about a connector by overriding methods, under the names of these
 * methods.
 *
 * @param file valid under the runner's schema
 */
record RunnerConfig(JsonObject file) {
    // The validator of connectors' configurations reads schema and texts from resources of this shape.
    private static final ConfigurationSchema SCHEMA =
            ConfigurationSchema.of(ConnectorDescriptor.builder("testkit-runner").readFrom(RunnerConfig.class));

    /** Nothing said. */
    static RunnerConfig empty() {
        return new RunnerConfig(SCHEMA.complete(JsonObject.config(Map.of())));
    }

    static RunnerConfig read(Path path) throws EndedException {
        JsonObject file;
        try {
            file = JsonReader.config(Files.readString(path));
        } catch (CharacterCodingException notText) {
            throw new EndedException(Ending.UNUSABLE_CONFIG, path + " is not UTF-8.");
        } catch (IOException unreadable) {
            throw new EndedException(Ending.UNUSABLE_CONFIG, path + " cannot be read.");
        } catch (ConnectorException notJson) {
            throw new EndedException(Ending.UNUSABLE_CONFIG, path + ": " + notJson.getMessage() + ".");
        }
        refuse(path.toString(), SCHEMA, file);
        return new RunnerConfig(SCHEMA.complete(file));
    }

    /** Ends the run if there is a violation. */
    static void refuse(String what, ConfigurationSchema schema, JsonObject config) throws EndedException {
        List<Violation> violations = schema.violations(config);
        SchemaHints hints = new SchemaHints(schema.document(), config);
        if (!violations.isEmpty()) {
            String indent = System.lineSeparator() + "  ";
            throw new EndedException(
                    Ending.UNUSABLE_CONFIG,
                    what + " is not valid:" + indent
                            + violations.stream()
                                    .map(each -> (each.pointer().isEmpty() ? "(whole object)" : each.pointer()) + " ["
                                            + each.keyword() + "] " + each.message(Locale.ENGLISH) + hints.of(each))
                                    .collect(Collectors.joining(indent)));
        }
    }

    String clientIdMember() {
        return file.text("clientIdMember");
    }

    String clientSecretMember() {
        return file.text("clientSecretMember");
    }

    String clientKeyMember() {
        return file.text("clientKeyMember");
    }

    ClientAuthenticationMethod clientAuthentication() {
        String identifier = file.text("clientAuthentication");
        return Arrays.stream(ClientAuthenticationMethod.values())
                .filter(method -> method.identifier().equals(identifier))
                .findFirst()
                .orElseThrow();
    }

    Map<String, @Nullable Object> configuration() {
        return file.object("configuration").map(JsonObject::toMap).orElse(Map.of());
    }

    boolean can(String capability, boolean unlessSaid) {
        return file.object("capabilities")
                .filter(capabilities -> capabilities.has(capability))
                .map(capabilities -> capabilities.isTrue(capability))
                .orElse(unlessSaid);
    }

    Optional<SimulatedProvider.Builder> provider() {
        return file.object("provider").map(RunnerConfig::provider);
    }

    Optional<Persona> person() {
        return file.object("person").map(RunnerConfig::person);
    }

    Optional<Identity> expectedIdentity() {
        return file.object("expectedIdentity")
                .map(identity -> new Identity(identity.text("namespace"), identity.text("subject")));
    }

    SocialProfile expectedProfile() {
        JsonObject profile = file.object("expectedProfile").orElseThrow();
        return SocialProfile.builder()
                .name(profile.optionalText("name").orElse(null))
                .givenName(profile.optionalText("givenName").orElse(null))
                .familyName(profile.optionalText("familyName").orElse(null))
                .username(profile.optionalText("username").orElse(null))
                .email(profile.optionalText("email").orElse(null), profile.isTrue("emailVerified"))
                .phone(profile.optionalText("phone").orElse(null), profile.isTrue("phoneVerified"))
                .address(profile.object("address")
                        .map(RunnerConfig::postalAddress)
                        .orElse(null))
                .locale(profile.optionalText("locale").orElse(null))
                .avatar(address(profile, "avatar").orElse(null))
                .page(address(profile, "page").orElse(null))
                .build();
    }

    private static PostalAddress postalAddress(JsonObject address) {
        return new PostalAddress(
                address.optionalText("formatted"),
                address.optionalText("streetAddress"),
                address.optionalText("locality"),
                address.optionalText("region"),
                address.optionalText("postalCode"),
                address.optionalText("country"));
    }

    List<String> scopes() {
        return file.texts("scopes");
    }

    Map<String, String> authorizationParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        file.object("authorizationParameters")
                .ifPresent(members -> members.names().forEach(name -> parameters.put(name, members.text(name))));
        return parameters;
    }

    Optional<TokenExchangeRequest> tokenExchange() {
        return file.object("tokenExchange")
                .map(said -> TokenExchangeRequest.of(
                                Secret.of(said.text("subjectToken")), said.text("subjectTokenType"))
                        .scopes(said.texts("scopes")));
    }

    Optional<String> subjectMember() {
        return file.optionalText("subjectMember");
    }

    Optional<String> emailVerifiedMember() {
        return file.optionalText("emailVerifiedMember");
    }

    List<?> unverifiedEmailValues() {
        return file.toMap().get("unverifiedEmailValues") instanceof List<?> values ? values : List.of();
    }

    private static SimulatedProvider.Builder provider(JsonObject said) {
        SimulatedProvider.Builder builder = SimulatedProvider.builder(URI.create(said.text("issuer")))
                .authorizationEndpoint(URI.create(said.text("authorizationEndpoint")))
                .tokenEndpoint(URI.create(said.text("tokenEndpoint")));
        address(said, "userinfoEndpoint").ifPresent(builder::userinfoEndpoint);
        address(said, "jwksUri").ifPresent(builder::jwksUri);
        address(said, "pushedAuthorizationEndpoint").ifPresent(builder::pushedAuthorizationEndpoint);
        address(said, "deviceAuthorizationEndpoint").ifPresent(builder::deviceAuthorizationEndpoint);
        address(said, "revocationEndpoint").ifPresent(builder::revocationEndpoint);
        address(said, "endSessionEndpoint").ifPresent(builder::endSessionEndpoint);
        ifSaid(said, "discovery", builder::discovery);
        ifSaid(said, "issuerInCallback", builder::issuerInCallback);
        ifSaid(said, "pushedAuthorizationRequired", builder::pushedAuthorizationRequired);
        ifSaid(said, "dpopNonceRequired", builder::dpopNonceRequired);
        ifSaid(said, "signedUserinfo", builder::signedUserinfo);
        said.optionalText("signingAlgorithm")
                .ifPresent(identifier -> builder.keys(PublishedKeys.of(signingAlgorithm(identifier))));
        said.object("resources")
                .map(JsonObject::toMap)
                .ifPresent(resources -> resources.forEach(
                        (address, answer) -> builder.resource(URI.create(address), person -> answer)));
        return builder;
    }

    private static SigningAlgorithm signingAlgorithm(String identifier) {
        return Arrays.stream(SigningAlgorithm.values())
                .filter(algorithm -> algorithm.identifier().equals(identifier))
                .findFirst()
                .orElseThrow();
    }

    private static Persona person(JsonObject said) {
        Persona person = Persona.of(said.text("subject"), said.text("username"), said.text("name"));
        if (said.has("email")) {
            person = person.withEmail(said.text("email"), said.isTrue("emailVerified"));
        }
        if (said.has("website")) {
            person = person.withWebsite(URI.create(said.text("website")));
        }
        Optional<JsonObject> userinfo = said.object("userinfo");
        return userinfo.isPresent() ? person.withUserinfo(userinfo.get().toMap()) : person;
    }

    private static Optional<URI> address(JsonObject said, String member) {
        return said.optionalText(member).map(URI::create);
    }

    private static void ifSaid(JsonObject said, String member, Consumer<Boolean> tell) {
        if (said.has(member)) {
            tell.accept(said.isTrue(member));
        }
    }
}
