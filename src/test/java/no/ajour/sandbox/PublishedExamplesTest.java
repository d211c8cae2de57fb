package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedExamplesTest {
    @Test
    void examples_of_each_type_are_found_in_the_jar() {
        var examples = PublishedExamples.all();

        assertThat(examples).hasSizeGreaterThan(30);
        assertThat(examples.stream()
                        .map(each -> each.resource().path("resourceType").stringValue()))
                .containsAll(JftSandbox.TYPES);
        assertThat(examples)
                .extracting(PublishedExamples.Example::name)
                .contains("r4/examples/composition-example.json");
    }
}
