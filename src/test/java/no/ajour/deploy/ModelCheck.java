package no.ajour.deploy;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Whether each document has the form of Kubernetes' own model of it: no field that is unknown, of a wrong type, empty or
 * missing where one is required. As strict as {@code kubectl apply --validate=strict}; unlike the model's own
 * {@code validateJsonElement} it names the place and goes on after the first fault.
 */
final class ModelCheck implements Check {
    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";
    private static final Map<Class<?>, Map<String, Type>> FIELDS = new ConcurrentHashMap<>();

    @Override
    public List<Finding> findings(Manifest manifest) {
        var findings = new ArrayList<Finding>(manifest.unreadable());
        for (var document : manifest.documents()) {
            var kind = Arrays.stream(Kind.values())
                    .filter(known -> document.at("kind").is(known.name()))
                    .findFirst();
            if (kind.isEmpty()) {
                findings.add(document.at("kind").wrong("is none of " + Arrays.toString(Kind.values())));
                continue;
            }
            if (!document.at("apiVersion").is(kind.get().apiVersion())) {
                findings.add(
                        document.at("apiVersion").wrong("must be " + kind.get().apiVersion()));
            }
            object(document, model(kind.get()), findings);
            if (document.at("metadata", "name").text().isEmpty()) {
                findings.add(document.at("metadata", "name").wrong("is missing"));
            }
        }
        return findings;
    }

    private static Class<?> model(Kind kind) {
        try {
            return Class.forName(MODELS + kind.name());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void object(Node node, Class<?> model, List<Finding> findings) {
        if (!(node.value() instanceof Map)) {
            findings.add(node.wrong("must have fields"));
            return;
        }
        var fields = fields(model);
        for (var name : node.fields()) {
            var type = fields.get(name);
            if (type == null) {
                findings.add(
                        node.at(name).wrong("is no field of " + model.getSimpleName() + "; it has " + fields.keySet()));
            } else {
                value(node.at(name), type, findings);
            }
        }
        for (var name : required(model)) {
            if (!node.fields().contains(name)) {
                findings.add(node.at(name).wrong("is missing"));
            }
        }
        Words.of(model).forEach((name, words) -> {
            if (node.at(name).isThere() && !words.contains(node.at(name).text())) {
                findings.add(node.at(name).wrong("'" + node.at(name).text() + "' is none of " + words));
            }
        });
    }

    private static void value(Node node, Type type, List<Finding> findings) {
        Object value = node.value();
        if (value == null) {
            findings.add(node.wrong("is empty"));
        } else if (type instanceof ParameterizedType many) {
            var arguments = many.getActualTypeArguments();
            if (many.getRawType() != Map.class) {
                if (!(value instanceof List)) {
                    findings.add(node.wrong("must be a list"));
                }
                node.items().forEach(item -> value(item, arguments[0], findings));
            } else if (value instanceof Map) {
                node.fields().forEach(name -> value(node.at(name), arguments[1], findings));
            } else {
                findings.add(node.wrong("must have fields"));
            }
        } else if (type == String.class) {
            require(value instanceof String, "must be text; put it in quotation marks", node, findings);
        } else if (type == Integer.class || type == Long.class) {
            require(value instanceof Integer || value instanceof Long, "must be a whole number", node, findings);
        } else if (type == Boolean.class) {
            require(value instanceof Boolean, "must be true or false", node, findings);
        } else if (type == IntOrString.class || type == Quantity.class) {
            require(value instanceof String || value instanceof Integer, "must be a number or text", node, findings);
        } else if (type instanceof Class<?> model && model.getName().startsWith(MODELS)) {
            object(node, model, findings);
        } else {
            findings.add(node.wrong("has a type that is not checked: " + type));
        }
    }

    private static void require(boolean right, String otherwise, Node node, List<Finding> findings) {
        if (!right) {
            findings.add(node.wrong(otherwise));
        }
    }

    private static Map<String, Type> fields(Class<?> model) {
        return FIELDS.computeIfAbsent(model, ModelCheck::read);
    }

    private static Map<String, Type> read(Class<?> model) {
        return Arrays.stream(model.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(SerializedName.class))
                .collect(Collectors.toMap(
                        ModelCheck::name, Field::getGenericType, (one, other) -> one, TreeMap<String, Type>::new));
    }

    private static String name(Field field) {
        return field.getAnnotation(SerializedName.class).value();
    }

    private static Set<String> required(Class<?> model) {
        try {
            var names = (Set<?>) model.getField("openapiRequiredFields").get(null);
            return names.stream().map(String::valueOf).collect(Collectors.toSet());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
