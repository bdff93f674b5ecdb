"""The names of ECR's IAM actions (Service Authorization Reference, "Actions for Amazon ECR")."""

import re

_ECR_ACTIONS = """
    BatchCheckLayerAvailability BatchDeleteImage BatchGetImage BatchGetRepositoryScanningConfiguration
    BatchImportUpstreamImage CompleteLayerUpload CreatePullThroughCacheRule CreateRepository
    CreateRepositoryCreationTemplate DeleteLifecyclePolicy DeletePullThroughCacheRule
    DeleteRegistryPolicy DeleteRepository DeleteRepositoryCreationTemplate DeleteRepositoryPolicy
    DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion DescribeImageReplicationStatus
    DescribeImageScanFindings DescribeImageSigningStatus DescribeImages DescribePullThroughCacheRules
    DescribeRegistry DescribeRepositories DescribeRepositoryCreationTemplates GetAccountSetting
    GetAuthorizationToken GetDownloadUrlForLayer GetImageCopyStatus GetLifecyclePolicy
    GetLifecyclePolicyPreview GetRegistryPolicy GetRegistryScanningConfiguration GetRepositoryPolicy
    GetSigningConfiguration InitiateLayerUpload ListImageReferrers ListImages
    ListPullTimeUpdateExclusions ListTagsForResource PutAccountSetting PutImage
    PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy PutRegistryPolicy
    PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration
    RegisterPullTimeUpdateExclusion ReplicateImage SetRepositoryPolicy StartImageScan
    StartLifecyclePolicyPreview TagResource UntagResource UpdateImageStorageClass
    UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate UploadLayerPart
    ValidatePullThroughCacheRule
"""
ECR_ACTIONS = frozenset(_ECR_ACTIONS.split())


def names_an_action(action: str) -> bool:
    """Whether `ecr:Name`, with `*` and `?` as wildcards, names an action of ECR; case does not matter."""
    pattern = re.escape(action.removeprefix("ecr:")).replace(r"\*", ".*").replace(r"\?", ".")
    return any(re.fullmatch(pattern, name, re.IGNORECASE) for name in ECR_ACTIONS)
