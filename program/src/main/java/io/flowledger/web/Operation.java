package io.flowledger.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API document.
 *
 * @param id its operationId
 * @param method GET, POST or DELETE
 * @param path with parameters in braces
 * @param open true when it is answered without a login
 */
record Operation(String id, String method, String path, List<Parameter> parameters, boolean open) {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /**
     * @param where path or query
     * @param type string, integer or boolean
     * @param choices the texts that it may have; empty for any
     */
    record Parameter(
            String name,
            String where,
            boolean required,
            String type,
            long minimum,
            long maximum,
            int longest,
            List<String> choices) {

        private void check(@Nullable String value) throws Problem {
            if (value == null) {
                if (required) {
                    throw Problem.parameter(name, "is needed");
                }
                return;
            }
            if (value.length() > longest) {
                throw Problem.parameter(name, "is longer than " + longest + " characters");
            }
            if (type.equals("integer") && !isWithin(value)) {
                throw Problem.parameter(
                        name, "\"" + value + "\" is not a whole number within " + minimum + " to " + maximum);
            }
            if (!choices.isEmpty() && !choices.contains(value)) {
                throw Problem.parameter(name, "\"" + value + "\" is none of " + String.join(", ", choices));
            }
        }

        private boolean isWithin(String value) {
            if (!value.matches("-?\\d{1,18}")) {
                return false;
            }
            long number = Long.parseLong(value);
            return number >= minimum && number <= maximum;
        }
    }

    Operation {
        parameters = List.copyOf(parameters);
    }

    /** The parameters in a path of this operation, or null when it is none. */
    @Nullable
    Map<String, String> match(String requested) {
        Matcher names = NAME.matcher(path);
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        while (names.find()) {
            pattern.append(Pattern.quote(path.substring(end, names.start()))).append("([^/]+)");
            end = names.end();
        }
        pattern.append(Pattern.quote(path.substring(end)));
        Matcher matcher = Pattern.compile(pattern.toString()).matcher(requested);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        names.reset();
        for (int group = 1; names.find(); group++) {
            found.put(names.group(1), matcher.group(group));
        }
        return found;
    }

    /** Checks the parameters of a request. */
    void check(Request request) throws Problem {
        for (String name : request.names().toList()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                String known = parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
                throw Problem.parameter(
                        name, "is no parameter of " + path + (known.isEmpty() ? "" : "; there are " + known));
            }
        }
        for (Parameter parameter : parameters) {
            parameter.check(request.find(parameter.name()));
        }
    }
}
