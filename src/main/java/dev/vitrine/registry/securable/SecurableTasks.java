package dev.vitrine.registry.securable;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.Call.ReadAttributes;
import dev.vitrine.statement.tree.Call.ReadListedAttributes;
import dev.vitrine.statement.tree.Call.SetAttribute;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import java.util.List;

/** The tasks on comments, tags, owners and grants of securables. */
public final class SecurableTasks {
  private SecurableTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(TransferOwnership.class, "updateOwner", new TransferOwnershipTask()),
        TaskDefinition.of(CommentOn.class, "updateComment", new CommentOnTask()),
        TaskDefinition.of(SetTags.class, "updateTagAssignments", new SetTagsTask()),
        TaskDefinition.of(UnsetTags.class, "updateTagAssignments", new UnsetTagsTask()),
        TaskDefinition.of(SetTag.class, "updateTagAssignments", new SetTagTask()),
        TaskDefinition.of(UnsetTag.class, "updateTagAssignments", new UnsetTagTask()),
        TaskDefinition.of(GrantPrivileges.class, "updatePermissions", new GrantPrivilegesTask()),
        TaskDefinition.of(RevokePrivileges.class, "updatePermissions", new RevokePrivilegesTask()),
        TaskDefinition.ofCall(SetAttribute.class, "setClientAttribute", new SetAttributeTask()),
        TaskDefinition.ofCall(
            ReadAttributes.class, "getClientAttributes", new ReadAttributesTask()),
        TaskDefinition.ofCall(
            ReadListedAttributes.class, "getClientAttributes", new ReadListedAttributesTask()));
  }
}
