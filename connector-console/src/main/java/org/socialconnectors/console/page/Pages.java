package org.socialconnectors.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renders pages. What comes from outside is escaped by the templates. Thread-safe. */
public final class Pages {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    /**
     * Renders the page where a sign-in begins.
     *
     * @param frame what is around it
     * @param page what it shows
     * @return HTML
     */
    public String start(Frame frame, StartPage page) {
        return render("start.jte", frame, page);
    }

    /**
     * Renders the page that shows who is signed in.
     *
     * @param frame what is around it
     * @param page what it shows
     * @return HTML
     */
    public String profile(Frame frame, ProfilePage page) {
        return render("profile.jte", frame, page);
    }

    /**
     * Renders a message.
     *
     * @param frame what is around it
     * @param page what it shows
     * @return HTML
     */
    public String message(Frame frame, MessagePage page) {
        return render("message.jte", frame, page);
    }

    private String render(String template, Frame frame, Object page) {
        StringOutput output = new StringOutput();
        templates.render(template, Map.of("frame", frame, "page", page), output);
        return output.toString();
    }
}
