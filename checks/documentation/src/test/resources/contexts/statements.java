final class Snippet {
    void snippet() throws Exception {
        // snippet
    }
}
