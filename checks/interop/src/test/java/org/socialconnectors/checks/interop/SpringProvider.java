package org.socialconnectors.checks.interop;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Spring Authorization Server on a loopback port, with its own sign-in and consent pages, settings as they come wherever possible,
 * a confidential and a public client, and everybody's password {@value #PASSWORD}.
 */
final class SpringProvider implements AutoCloseable {
    static final String PASSWORD = "open sesame";
    static final String CONFIDENTIAL = "confidential client";
    static final String SECRET = "canary:secret+%/é";
    static final String PUBLIC = "public-client";

    // Held here, for a logger that nobody holds forgets its level.
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final AnnotationConfigWebApplicationContext application = new AnnotationConfigWebApplicationContext();
    private final Keys keys = new Keys();

    private SpringProvider(Path directory, Website website) {
        TOMCAT.setLevel(Level.SEVERE);
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector);
        application.register(Settings.class);
        application.addBeanFactoryPostProcessor(beans -> {
            beans.registerSingleton("keys", keys);
            beans.registerSingleton("website", website);
        });
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    application.setServletContext(servletContext);
                    application.refresh();
                    servletContext
                            .addFilter("security", new DelegatingFilterProxy("springSecurityFilterChain", application))
                            .addMappingForUrlPatterns(null, false, "/*");
                    // The filters answer everything, but Tomcat runs them only before a servlet.
                    servletContext.addServlet("nothing", new HttpServlet() {}).addMapping("/");
                },
                Set.of());
    }

    /** Starts the server, with a directory for its temporary files, and where its clients live at this website. */
    static SpringProvider start(Path directory, Website website) throws LifecycleException {
        SpringProvider provider = new SpringProvider(directory, website);
        provider.tomcat.start();
        return provider;
    }

    String issuer() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort();
    }

    /** Publishes a further key, and signs with that one from now on. */
    void rotateKey() {
        keys.add();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        application.close();
    }

    /** The keys that are published; the last one signs. */
    private static final class Keys implements JWKSource<SecurityContext> {
        private volatile List<JWK> keys = List.of();

        Keys() {
            add();
        }

        synchronized void add() {
            try {
                RSAKey key = new RSAKeyGenerator(2048)
                        .keyID(UUID.randomUUID().toString())
                        .generate();
                List<JWK> more = new ArrayList<>(keys);
                more.add(key);
                keys = List.copyOf(more);
            } catch (JOSEException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public List<JWK> get(JWKSelector selector, SecurityContext context) {
            return selector.select(new JWKSet(keys));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Settings {
        @Bean
        @Order(1)
        SecurityFilterChain protocol(HttpSecurity http) {
            OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
            return http.securityMatcher(server.getEndpointsMatcher())
                    .with(server, with -> with.oidc(withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(exceptions ->
                            exceptions.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain pages(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(
                    List.of(person("ada"), person("ben"), person("eve"), person("grace")));
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                if (context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                    String name = context.getPrincipal().getName();
                    context.getClaims()
                            .claim("name", name.toUpperCase(Locale.ROOT))
                            .claim("preferred_username", name)
                            .claim("email", name + "@example.org")
                            .claim("email_verified", name.equals("ada"));
                }
            };
        }

        @Bean
        RegisteredClientRepository clients(Website website) {
            RegisteredClient confidential = client(CONFIDENTIAL, website)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                    .tokenSettings(
                            TokenSettings.builder().reuseRefreshTokens(false).build())
                    .build();
            RegisteredClient publicClient = client(PUBLIC, website)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                    .build();
            return new InMemoryRegisteredClientRepository(confidential, publicClient);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        JwtEncoder encoder(JWKSource<SecurityContext> keys) {
            NimbusJwtEncoder encoder = new NimbusJwtEncoder(keys);
            encoder.setJwkSelector(published -> published.get(published.size() - 1));
            return encoder;
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        private static UserDetails person(String name) {
            return User.withUsername(name).password("{noop}" + PASSWORD).build();
        }

        private static RegisteredClient.Builder client(String id, Website website) {
            return RegisteredClient.withId(id)
                    .clientId(id)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(website.redirectUri().toString())
                    .scope("openid")
                    .scope("profile")
                    .scope("email")
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(true)
                            .build());
        }
    }
}
