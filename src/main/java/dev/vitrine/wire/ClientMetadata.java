package dev.vitrine.wire;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.MetaDataOperation;

/**
 * The metadata that Avatica's clients compute themselves, and the metadata that the server returns.
 */
final class ClientMetadata {
  private static final Set<MetaDataOperation> OF_THE_SERVER =
      EnumSet.of(
          MetaDataOperation.GET_CATALOGS,
          MetaDataOperation.GET_SCHEMAS,
          MetaDataOperation.GET_SCHEMAS_WITH_ARGS,
          MetaDataOperation.GET_TABLES,
          MetaDataOperation.GET_TABLE_TYPES,
          MetaDataOperation.GET_COLUMNS,
          MetaDataOperation.GET_TYPE_INFO);

  private ClientMetadata() {}

  /** Whether it is metadata of which the server has no rows, such as keys and indexes. */
  static boolean isMeant(QueryState state) {
    return state != null
        && state.getType() == QueryState.StateType.METADATA
        && !OF_THE_SERVER.contains(state.getMetaDataOperation());
  }
}
