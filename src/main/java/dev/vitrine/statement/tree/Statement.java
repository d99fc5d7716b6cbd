package dev.vitrine.statement.tree;

/** A governance statement. Everything that is not a query is one of these. */
public sealed interface Statement
    permits AccountStatement,
        ContainerStatement,
        HistoryStatement,
        ModelStatement,
        ProviderStatement,
        SecurableStatement,
        ShareStatement,
        ShowStatement,
        TransactionStatement {}
