package dev.vitrine.registry.share;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.ShareStatement.AddToShare;
import dev.vitrine.statement.tree.ShareStatement.CommentOnRecipient;
import dev.vitrine.statement.tree.ShareStatement.CommentOnShare;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.CreateShare;
import dev.vitrine.statement.tree.ShareStatement.DescribeRecipient;
import dev.vitrine.statement.tree.ShareStatement.DescribeShare;
import dev.vitrine.statement.tree.ShareStatement.DropRecipient;
import dev.vitrine.statement.tree.ShareStatement.DropShare;
import dev.vitrine.statement.tree.ShareStatement.GrantShare;
import dev.vitrine.statement.tree.ShareStatement.RemoveFromShare;
import dev.vitrine.statement.tree.ShareStatement.RevokeShare;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.statement.tree.ShareStatement.ShowAllInShare;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipientGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipients;
import dev.vitrine.statement.tree.ShareStatement.ShowShareGrants;
import dev.vitrine.statement.tree.ShareStatement.ShowShares;
import dev.vitrine.statement.tree.ShareStatement.TransferRecipient;
import dev.vitrine.statement.tree.ShareStatement.TransferShare;
import java.util.List;

/** The tasks on shares and recipients. */
public final class ShareTasks {
  private ShareTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(CreateShare.class, "createShare", new CreateShareTask()),
        TaskDefinition.of(AddToShare.class, "updateShare", new AddToShareTask()),
        TaskDefinition.of(RemoveFromShare.class, "updateShare", new RemoveFromShareTask()),
        TaskDefinition.of(TransferShare.class, "updateShare", new TransferShareTask()),
        TaskDefinition.of(CommentOnShare.class, "updateShare", new CommentOnShareTask()),
        TaskDefinition.of(DropShare.class, "deleteShare", new DropShareTask()),
        TaskDefinition.of(GrantShare.class, "updateSharePermissions", new GrantShareTask()),
        TaskDefinition.of(RevokeShare.class, "updateSharePermissions", new RevokeShareTask()),
        TaskDefinition.of(ShowShares.class, "listShares", "shares", new ShowSharesTask()),
        TaskDefinition.of(
            ShowAllInShare.class, "getShare", "shared_models", new ShowAllInShareTask()),
        TaskDefinition.of(
            ShowShareGrants.class,
            "getSharePermissions",
            "share_grants",
            new ShowShareGrantsTask()),
        TaskDefinition.of(DescribeShare.class, "getShare", "shares", new DescribeShareTask()),
        TaskDefinition.of(
            CreateRecipient.class,
            "createRecipient",
            Activation.COLUMNS,
            "recipients",
            new CreateRecipientTask()),
        TaskDefinition.of(
            RotateRecipientToken.class,
            "rotateRecipientToken",
            Activation.COLUMNS,
            "recipients",
            new RotateRecipientTokenTask()),
        TaskDefinition.of(TransferRecipient.class, "updateRecipient", new TransferRecipientTask()),
        TaskDefinition.of(
            CommentOnRecipient.class, "updateRecipient", new CommentOnRecipientTask()),
        TaskDefinition.of(DropRecipient.class, "deleteRecipient", new DropRecipientTask()),
        TaskDefinition.of(
            ShowRecipients.class, "listRecipients", "recipients", new ShowRecipientsTask()),
        TaskDefinition.of(
            ShowRecipientGrants.class,
            "getRecipientSharePermissions",
            "share_grants",
            new ShowRecipientGrantsTask()),
        TaskDefinition.of(
            DescribeRecipient.class, "getRecipient", "recipients", new DescribeRecipientTask()));
  }
}
