package dev.vitrine.statement.tree;

/** A parameter of a version. */
public record ParamAssignment(String name, String value) {}
