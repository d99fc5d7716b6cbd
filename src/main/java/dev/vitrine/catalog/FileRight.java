package dev.vitrine.catalog;

import java.util.List;

/**
 * The user and version of a signed URL. It contains IDs, so that it survives a rename and does not
 * apply to another model of the same name.
 *
 * @param userId user for whom the URL was issued
 * @param claimed IDs of the external groups that the user's token claimed at that time; the
 *     memberships are not stored
 * @param claimsAdmin whether one of these groups made the user an admin
 */
public record FileRight(
    long userId, List<Long> claimed, boolean claimsAdmin, long modelId, long version) {
  public FileRight {
    claimed = claimed.stream().sorted().toList();
  }
}
