package no.ajour.run;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Gives one item each time that its step starts. */
final class Once implements ItemStreamReader<String> {
    private final String item;
    private boolean given;

    Once(String item) {
        this.item = item;
    }

    @Override
    public void open(ExecutionContext context) {
        given = false;
    }

    @Override
    public @Nullable String read() {
        if (given) {
            return null;
        }
        given = true;
        return item;
    }
}
