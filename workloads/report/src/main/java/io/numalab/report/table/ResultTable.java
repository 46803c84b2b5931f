package io.numalab.report.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.numalab.report.Manifest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table whose columns are known. A value is a text, a {@link Long}, a {@link java.math.BigDecimal}, or null for none:
 * an empty cell in CSV, {@code null} in JSON. Not thread-safe while rows are added.
 */
public final class ResultTable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String schema;
    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /** An empty table. @param schema its name and version, such as {@code numalab-compare/1} */
    public ResultTable(String schema, List<Column> columns) {
        this.schema = schema;
        this.columns = List.copyOf(columns);
    }

    /** Adds a row. @throws IllegalArgumentException if it has not one value for each column */
    public ResultTable row(List<Object> values) {
        if (values.size() != columns.size()) {
            throw new IllegalArgumentException(values.size() + " values: expected " + columns.size());
        }
        rows.add(values);
        return this;
    }

    /** How many rows. */
    public int size() {
        return rows.size();
    }

    /** A line of names, then the rows. Nothing else: no comments, no blank lines. */
    public byte[] csv() {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            writer.writeRecord(columns.stream().map(Column::name).toList());
            for (List<Object> row : rows) {
                writer.writeRecord(row.stream().map(ResultTable::cell).toList());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One object a line; all have the same members in the same order. */
    public byte[] jsonLines() {
        StringBuilder text = new StringBuilder();
        for (List<Object> row : rows) {
            text.append(json(row)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String json(List<Object> row) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.setCodec(MAPPER);
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                json.writeObjectField(columns.get(i).name(), row.get(i));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.toString();
    }

    private static String cell(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof java.math.BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** What lies beside a file as {@code FILE.manifest.json}: how it came about, and what its columns are. */
    public byte[] manifest(Manifest manifest) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("schema", schema);
        object.put("version", manifest.version());
        object.put("seed", manifest.seed());
        object.put("topology", manifest.topology());
        object.put("command", manifest.command());
        object.put("rows", rows.size());
        object.put("columns", columns.stream().map(column -> {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("name", column.name());
            entry.put("type", column.type());
            entry.put("doc", column.doc());
            return entry;
        }).toList());
        try {
            byte[] bytes = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
            return (new String(bytes, StandardCharsets.UTF_8).replace("\r", "") + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The columns for people, a line each under the schema's name. */
    public List<String> schema() {
        List<String> lines = new ArrayList<>(List.of(schema));
        int width = columns.stream().mapToInt(column -> column.name().length()).max().orElse(0);
        for (Column column : columns) {
            lines.add("  " + column.name() + " ".repeat(width - column.name().length()) + "  "
                    + column.type() + " ".repeat("integer".length() - column.type().length()) + "  " + column.doc());
        }
        return lines;
    }
}
