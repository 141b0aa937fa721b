package org.socialconnectors.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** Where a member of an answer is: its name, or a JSON Pointer (RFC 6901) to one inside other objects and lists. Immutable. */
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

    /** The objects and lists on the way, the outermost first. */
    List<MemberPath> parents() {
        return IntStream.range(0, parents.size())
                .mapToObj(depth -> new MemberPath(parents.subList(0, depth), parents.get(depth)))
                .toList();
    }

    boolean isIn(Map<String, @Nullable Object> answer) {
        return container(answer).filter(container -> container.has(name)).isPresent();
    }

    @Nullable
    Object in(Map<String, @Nullable Object> answer) {
        return container(answer).map(container -> container.get(name)).orElse(null);
    }

    /** Sets the member, if there is an object to have it, or the element, if the list has it. */
    void put(Map<String, @Nullable Object> answer, @Nullable Object value) {
        container(answer).ifPresent(container -> container.put(name, value));
    }

    /** Takes the member away; a list ends before the element, as no other may take its place. */
    void remove(Map<String, @Nullable Object> answer) {
        container(answer).ifPresent(container -> container.remove(name));
    }

    // What is on the way is replaced by copies: an answer's inner objects and lists cannot be changed.
    private Optional<Container> container(Map<String, @Nullable Object> answer) {
        Container container = new Members(answer);
        for (String parent : parents) {
            Object inner = container.get(parent);
            if (inner instanceof Map<?, ?> members) {
                Map<String, @Nullable Object> copy = JsonValues.copyOf(members);
                container.put(parent, copy);
                container = new Members(copy);
            } else if (inner instanceof List<?> elements) {
                List<@Nullable Object> copy = new ArrayList<>(elements);
                container.put(parent, copy);
                container = new Elements(copy);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(container);
    }

    @Override
    public String toString() {
        JsonPointer pointer = JsonPointer.empty().appendProperty(name);
        for (int depth = parents.size(); depth > 0; depth--) {
            pointer = JsonPointer.empty().appendProperty(parents.get(depth - 1)).append(pointer);
        }
        return pointer.toString();
    }

    private interface Container {
        boolean has(String name);

        @Nullable
        Object get(String name);

        void put(String name, @Nullable Object value);

        void remove(String name);
    }

    private record Members(Map<String, @Nullable Object> byName) implements Container {
        @Override
        public boolean has(String name) {
            return byName.containsKey(name);
        }

        @Override
        public @Nullable Object get(String name) {
            return byName.get(name);
        }

        @Override
        public void put(String name, @Nullable Object value) {
            byName.put(name, value);
        }

        @Override
        public void remove(String name) {
            byName.remove(name);
        }
    }

    private record Elements(List<@Nullable Object> inOrder) implements Container {
        @Override
        public boolean has(String name) {
            int index = index(name);
            return index >= 0 && index < inOrder.size();
        }

        @Override
        public @Nullable Object get(String name) {
            return has(name) ? inOrder.get(index(name)) : null;
        }

        @Override
        public void put(String name, @Nullable Object value) {
            if (has(name)) {
                inOrder.set(index(name), value);
            }
        }

        @Override
        public void remove(String name) {
            if (has(name)) {
                inOrder.subList(index(name), inOrder.size()).clear();
            }
        }

        private static int index(String name) {
            return JsonPointer.empty().appendProperty(name).getMatchingIndex();
        }
    }
}
