package dev.vitrine.catalog;

import java.util.List;

/**
 * Whose right to the files of which version a signed url stands for. It names ids only, so that a
 * model that was renamed is still the same, and another one of the same name is not.
 *
 * @param userId of the user for whom the url was made
 * @param claimed ids of the external groups that the user's token named then; these memberships are
 *     stored nowhere, so that what was true when the url was made is all that is known later
 * @param claimsAdmin whether one of these groups made the user an admin
 */
public record FileRight(
    long userId, List<Long> claimed, boolean claimsAdmin, long modelId, long version) {
  public FileRight {
    claimed = claimed.stream().sorted().toList();
  }
}
