package org.socialconnectors.testkit.control;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.testkit.control.ControlConnectorFactory.Making;

/** Mistakes with objects inside userinfo, and with the words in it. */
enum WrongNesting implements Mistake.Made {
    EVERYBODY_WITHOUT_ACCOUNT_IS_ONE_PERSON(
            "T42", "Given userinfo without /account: this", (config, context) -> new NestedUserinfo(config, context) {
                @Override
                protected Optional<JsonObject> account(JsonObject userinfo) {
                    return Optional.of(super.account(userinfo)
                            .orElseGet(() -> JsonObject.response(Map.of("id", "nobody", "handle", "ada"))));
                }
            }),
    EVERYBODY_WITHOUT_LISTED_ACCOUNT_IS_ONE_PERSON(
            "T42",
            "Given userinfo without /accounts/0: this",
            (config, context) -> new ListedUserinfo(config, context) {
                @Override
                protected Optional<JsonObject> account(JsonObject userinfo) {
                    return Optional.of(super.account(userinfo)
                            .orElseGet(() -> JsonObject.response(Map.of("id", "nobody", "handle", "ada"))));
                }
            }) {
        @Override
        public String subjectMember() {
            return ListedUserinfo.SUBJECT;
        }

        @Override
        public String emailVerifiedMember() {
            return ListedUserinfo.EMAIL_STATE;
        }

        @Override
        public Persona person() {
            return ListedUserinfo.ADA;
        }
    },
    PENDING_IS_AS_GOOD_AS_CONFIRMED(
            "T44",
            "although /contact/state is the value pending",
            (config, context) -> new NestedUserinfo(config, context) {
                @Override
                protected boolean emailVerified(JsonObject contact) {
                    return super.emailVerified(contact)
                            || contact.displayText("state").equals(Optional.of("pending"));
                }
            }),
    CONTACT_TAKEN_FOR_GRANTED(
            "T44",
            "Given an answer without /contact: the sign-in may end in a ConnectorException only",
            (config, context) -> new NestedUserinfo(config, context) {
                @Override
                protected JsonObject contact(JsonObject userinfo) {
                    return userinfo.object("contact").orElseThrow();
                }
            }),
    MEMBER_THAT_NOBODY_HAS("T44", "No answer of the provider has the member /contact/verified", NestedUserinfo::new) {
        @Override
        public String emailVerifiedMember() {
            return "/contact/verified";
        }
    },
    SUBJECT_THAT_NOBODY_HAS(
            "S11 S19 T18 T42",
            "Userinfo does not have the subject of person() at the member /account/number",
            NestedUserinfo::new) {
        @Override
        public String subjectMember() {
            return "/account/number";
        }
    },
    SUBJECT_THAT_IS_A_HANDLE(
            "S11 S19 T18 T42",
            "Userinfo does not have the subject of person() at the member /account/handle",
            NestedUserinfo::new) {
        @Override
        public String subjectMember() {
            return "/account/handle";
        }
    },
    SUBJECT_OF_ANY_KIND(
            "T42", "Given userinfo whose subject is true", (config, context) -> new NestedUserinfo(config, context) {
                @Override
                protected String subject(@Nullable JsonObject claims, JsonObject userinfo) {
                    return account(userinfo)
                            .map(account -> account.toMap().get("id"))
                            .map(Object::toString)
                            .filter(subject -> !subject.isEmpty())
                            .orElseThrow(() -> refusal(ErrorCode.IDENTITY_MISMATCH, "nothing says who signed in"));
                }
            }),
    NUMBER_READ_AS_A_FLOATING_POINT_ONE(
            "S19",
            "Somebody whose subject is a number of 19 digits becomes another",
            (config, context) -> new NumberedUserinfo(config, context) {
                @Override
                protected Optional<String> id(JsonObject account) {
                    return account.toMap().get("id") instanceof Number number
                            ? Optional.of(new BigDecimal(number.doubleValue()).toPlainString())
                            : super.id(account);
                }
            }) {
        @Override
        public Persona person() {
            return NumberedUserinfo.ADA;
        }
    },
    CONTACT_THAT_IS_A_TEXT_IS_AN_ADDRESS(
            "T44",
            "Given an answer whose /contact is a text: an e-mail address counts as verified",
            (config, context) -> new NestedUserinfo(config, context) {
                @Override
                protected JsonObject contact(JsonObject userinfo) {
                    return userinfo.displayText("contact")
                            .map(mail -> JsonObject.response(Map.of("mail", mail, "state", "confirmed")))
                            .orElseGet(() -> super.contact(userinfo));
                }
            });

    private final Mistake mistake;

    WrongNesting(String rules, String message, Making making) {
        this.mistake = Mistake.of(rules, message, making);
    }

    @Override
    public Mistake mistake() {
        return mistake;
    }

    @Override
    public Set<String> denied() {
        return Set.of("supportsIdTokens");
    }

    @Override
    public String subjectMember() {
        return NestedUserinfo.SUBJECT;
    }

    @Override
    public String emailVerifiedMember() {
        return NestedUserinfo.EMAIL_STATE;
    }

    @Override
    public List<?> unverifiedEmailValues() {
        return NestedUserinfo.UNVERIFIED;
    }

    @Override
    public Persona person() {
        return NestedUserinfo.ADA;
    }
}
