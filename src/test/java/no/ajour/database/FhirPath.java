package no.ajour.database;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.exceptions.FHIRFormatError;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FunctionDetails;
import org.hl7.fhir.r4.fhirpath.TypeDetails;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The reference implementation of FHIR R4's JSON and FHIRPath, by way of HAPI. */
final class FhirPath {
    private final FHIRPathEngine engine;

    FhirPath() {
        var context = FhirContext.forR4Cached();
        engine = new FHIRPathEngine(new HapiWorkerContext(context, new NamesOfTypes(context)));
        engine.setHostServices(new References());
    }

    /** The resource; null if it is not R4 to the reference implementation. */
    static @Nullable Resource parse(JsonNode json) {
        try {
            return new JsonParser().parse(json.toString());
        } catch (FHIRFormatError | IllegalArgumentException | ClassCastException refused) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the path gives.
     *
     * @param event the whole event, whose Bundle entries references may point to
     * @param holder the resource that the element is in
     * @param element that the path starts from
     */
    List<Base> evaluate(Resource event, Resource holder, Base element, String path) {
        return engine.evaluate(event, holder, holder, element, path);
    }

    /** That these types exist, which is all that {@code ofType} asks of their definitions. */
    private record NamesOfTypes(FhirContext context) implements IValidationSupport {
        private static final List<String> TYPES =
                List.of("CodeableConcept", "Identifier", "Medication", "Quantity", "Reference");
        private static final String URL = "http://hl7.org/fhir/StructureDefinition/";

        @Override
        public FhirContext getFhirContext() {
            return context;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
            return (List<T>) TYPES.stream().map(NamesOfTypes::definition).toList();
        }

        @Override
        public @Nullable IBaseResource fetchStructureDefinition(String url) {
            var type = url.substring(url.lastIndexOf('/') + 1);
            return url.startsWith(URL) && TYPES.contains(type) ? definition(type) : null;
        }

        private static StructureDefinition definition(String type) {
            var definition = new StructureDefinition();
            definition.setUrl(URL + type).setName(type).setType(type);
            definition
                    .setKind(StructureDefinition.StructureDefinitionKind.COMPLEXTYPE)
                    .setDerivation(StructureDefinition.TypeDerivationRule.SPECIALIZATION);
            return definition;
        }
    }

    /** Literal references to what is contained in the holder, or to the one entry of the event that they fit. */
    private static final class References implements FHIRPathEngine.IEvaluationContext {

        @Override
        public @Nullable Base resolveReference(FHIRPathEngine engine, Object event, String url, @Nullable Base holder) {
            var fit = url.startsWith("#") ? contained(holder, url.substring(1)) : entries(event, url);
            return fit.size() == 1 ? fit.getFirst() : null;
        }

        private static List<Resource> contained(@Nullable Base holder, String id) {
            return holder instanceof DomainResource resource
                    ? resource.getContained().stream()
                            .filter(contained -> id.equals(contained.getIdPart()))
                            .toList()
                    : List.of();
        }

        private static List<Resource> entries(Object event, String url) {
            return event instanceof Bundle bundle
                    ? bundle.getEntry().stream()
                            .filter(entry -> names(entry).anyMatch(url::equals))
                            .map(Bundle.BundleEntryComponent::getResource)
                            .toList()
                    : List.of();
        }

        private static Stream<String> names(Bundle.BundleEntryComponent entry) {
            var url = String.valueOf(entry.getFullUrl());
            var parts = url.split("/", -1);
            var relative = parts.length < 2 ? url : parts[parts.length - 2] + "/" + parts[parts.length - 1];
            return entry.hasResource()
                    ? Stream.of(
                            url,
                            relative,
                            entry.getResource().fhirType() + "/"
                                    + entry.getResource().getIdPart())
                    : Stream.of();
        }

        @Override
        public List<Base> resolveConstant(FHIRPathEngine engine, Object event, String name, boolean early, boolean is) {
            return List.of();
        }

        @Override
        public TypeDetails resolveConstantType(FHIRPathEngine engine, Object event, String name, boolean is) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public boolean log(String argument, List<Base> focus) {
            return false;
        }

        @Override
        public @Nullable FunctionDetails resolveFunction(FHIRPathEngine engine, String name) {
            return null;
        }

        @Override
        public TypeDetails checkFunction(
                FHIRPathEngine engine, Object event, String name, TypeDetails focus, List<TypeDetails> parameters) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public List<Base> executeFunction(
                FHIRPathEngine engine, Object event, List<Base> focus, String name, List<List<Base>> parameters) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public boolean conformsToProfile(FHIRPathEngine engine, Object event, Base item, String url) {
            throw new UnsupportedOperationException(url);
        }

        @Override
        public ValueSet resolveValueSet(FHIRPathEngine engine, Object event, String url) {
            throw new UnsupportedOperationException(url);
        }

        @Override
        public boolean paramIsType(String name, int index) {
            return false;
        }
    }
}
