package org.socialconnectors.checks.architecture.broken.core;

import com.google.inject.Injector;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

public final class ShowsOthers {
    public void guice(Injector injector) {}

    public void junit(TestInfo test) {}

    public JavaClass[][] arrays() {
        return new JavaClass[0][];
    }

    public int[] known(List<? extends Seen[]> seen, long number) {
        return new int[0];
    }
}
