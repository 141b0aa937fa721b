package org.socialconnectors.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** Where a member of an answer is: its name, or a JSON Pointer (RFC 6901) to one inside other objects. Immutable. */
final class MemberPath {
    private final List<String> parents;
    private final String name;

    private MemberPath(List<String> parents, String name) {
        this.parents = parents;
        this.name = name;
    }

    static MemberPath of(String nameOrPointer) {
        if (!nameOrPointer.startsWith("/")) {
            return new MemberPath(List.of(), nameOrPointer);
        }
        List<String> names = new ArrayList<>();
        for (JsonPointer rest = JsonPointer.compile(nameOrPointer); !rest.matches(); rest = rest.tail()) {
            names.add(rest.getMatchingProperty());
        }
        int last = names.size() - 1;
        return new MemberPath(List.copyOf(names.subList(0, last)), names.get(last));
    }

    /** The objects on the way, the outermost first. */
    List<MemberPath> parents() {
        return IntStream.range(0, parents.size())
                .mapToObj(depth -> new MemberPath(parents.subList(0, depth), parents.get(depth)))
                .toList();
    }

    boolean isIn(Map<String, @Nullable Object> answer) {
        return object(answer).filter(object -> object.containsKey(name)).isPresent();
    }

    @Nullable
    Object in(Map<String, @Nullable Object> answer) {
        return object(answer).map(object -> object.get(name)).orElse(null);
    }

    /** Sets the member, if there is an object to have it. */
    void put(Map<String, @Nullable Object> answer, @Nullable Object value) {
        object(answer).ifPresent(object -> object.put(name, value));
    }

    void remove(Map<String, @Nullable Object> answer) {
        object(answer).ifPresent(object -> object.remove(name));
    }

    // What is on the way is replaced by copies: an answer's inner objects cannot be changed.
    private Optional<Map<String, @Nullable Object>> object(Map<String, @Nullable Object> answer) {
        Map<String, @Nullable Object> object = answer;
        for (String parent : parents) {
            if (!(object.get(parent) instanceof Map<?, ?> inner)) {
                return Optional.empty();
            }
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            inner.forEach((key, value) -> copy.put(String.valueOf(key), value));
            object.put(parent, copy);
            object = copy;
        }
        return Optional.of(object);
    }

    @Override
    public String toString() {
        JsonPointer pointer = JsonPointer.empty().appendProperty(name);
        for (int depth = parents.size(); depth > 0; depth--) {
            pointer = JsonPointer.empty().appendProperty(parents.get(depth - 1)).append(pointer);
        }
        return pointer.toString();
    }
}
