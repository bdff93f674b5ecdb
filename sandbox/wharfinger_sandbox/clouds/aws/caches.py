"""Repositories that ECR makes by itself: creation templates and pull-through cache rules."""

import re

from wharfinger_sandbox.clouds.aws.account import (
    account_id,
    each_here,
    identify_here,
    region_problems,
    with_region,
)
from wharfinger_sandbox.clouds.aws.grants import document_problems
from wharfinger_sandbox.clouds.aws.lifecycle_grammar import lifecycle_problems
from wharfinger_sandbox.clouds.aws.policy_document import REPOSITORY_DIALECT
from wharfinger_sandbox.clouds.aws.repository_settings import (
    NAME,
    encryption_problems,
    mutability_problems,
)
from wharfinger_sandbox.clouds.aws.retention import document_text
from wharfinger_sandbox.clouds.aws.tags import tag_problems
from wharfinger_sandbox.clouds.reading import (
    at_most,
    blocks,
    did_you_mean,
    given,
    repeated,
    text,
    texts,
)
from wharfinger_sandbox.provider.model import CloudView, Inputs, Outputs, Problem, ResourceModel

TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
CACHE_RULE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"

OCCASIONS = ("REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH")
ROOT = "ROOT"
PREFIX = re.compile(rf"{NAME.pattern}/?|{ROOT}")
TEMPLATE_PREFIX_LENGTHS = (2, 256)
CACHE_PREFIX_LENGTHS = (2, 30)
LONGEST_DESCRIPTION = 255
MOST_CACHE_RULES = 50
ROLE_ARN = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+")
CREDENTIAL_ARN = re.compile(
    r"arn:aws[a-z-]*:secretsmanager:(?P<region>[a-z0-9-]+):(?P<account>[0-9]{12}):secret:(?P<name>\S+)"
)
CREDENTIAL_PREFIX = "ecr-pullthroughcache/"

OPEN_UPSTREAMS = ("public.ecr.aws", "quay.io", "registry.k8s.io")
CLOSED_UPSTREAMS = ("cgr.dev", "ghcr.io", "registry-1.docker.io", "registry.gitlab.com")
AZURE_UPSTREAM = re.compile(r"[a-z0-9]{5,50}\.azurecr\.(?:io|cn|us)")
ECR_UPSTREAM = re.compile(r"(?P<account>[0-9]{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?")


def template_check(inputs: Inputs) -> list[Problem]:
    """The rules for a creation template (ECR API model: CreateRepositoryCreationTemplate)."""
    lifecycle = document_text(inputs, "lifecyclePolicy")
    reasons = [] if lifecycle is None else lifecycle_problems(lifecycle)
    return (
        region_problems(inputs)
        + _prefix_problems(inputs, "prefix", TEMPLATE_PREFIX_LENGTHS)
        + _occasion_problems(inputs)
        + at_most(inputs, "description", LONGEST_DESCRIPTION)
        + mutability_problems(inputs)
        + encryption_problems(inputs)
        + [Problem("lifecyclePolicy", reason) for reason in reasons]
        + document_problems(inputs, "repositoryPolicy", REPOSITORY_DIALECT)
        + tag_problems(inputs, "resourceTags")
        + _role_problems(inputs)
        + _needs_role(inputs)
    )


def cache_rule_check(inputs: Inputs) -> list[Problem]:
    """The rules for a pull-through cache rule (ECR API model: CreatePullThroughCacheRule)."""
    return (
        region_problems(inputs)
        + _prefix_problems(inputs, "ecrRepositoryPrefix", CACHE_PREFIX_LENGTHS)
        + _prefix_problems(inputs, "upstreamRepositoryPrefix", CACHE_PREFIX_LENGTHS)
        + _role_problems(inputs)
        + _upstream_problems(inputs)
        + _credential_problems(inputs)
    )


def cache_rule_admit(inputs: Inputs, cloud: CloudView) -> list[Problem]:
    """The quota of rules per registry, the credential's owner, and the role for a foreign upstream."""
    problems: list[Problem] = []
    own_id = identify_here(CACHE_RULE, inputs["ecrRepositoryPrefix"], inputs, cloud)
    others = [rule for rule in each_here(CACHE_RULE, inputs, cloud) if rule.id != own_id]
    if len(others) >= MOST_CACHE_RULES:
        problems.append(
            Problem("", f"LimitExceededException: a registry has {MOST_CACHE_RULES} rules at most.")
        )
    credential = CREDENTIAL_ARN.fullmatch(text(inputs, "credentialArn") or "")
    if credential is not None and credential["account"] != account_id(cloud):
        problems.append(Problem("credentialArn", "the secret must be in the registry's own account."))
    upstream = ECR_UPSTREAM.fullmatch(inputs["upstreamRegistryUrl"])
    foreign = upstream is not None and upstream["account"] != account_id(cloud)
    if foreign and not given(inputs, "customRoleArn"):
        problems.append(Problem("customRoleArn", "an ECR upstream in another account needs a role."))
    return problems


def outputs(_resource_id: str, inputs: Inputs, cloud: CloudView) -> Outputs:
    """What ECR says of a template or a rule."""
    return {"region": inputs["region"], "registryId": account_id(cloud)}


def _prefix_problems(inputs: Inputs, key: str, lengths: tuple[int, int]) -> list[Problem]:
    prefix = text(inputs, key)
    shortest, longest = lengths
    if prefix is None or (shortest <= len(prefix) <= longest and PREFIX.fullmatch(prefix)):
        return []
    reason = f"{prefix!r} is no prefix: {shortest} to {longest} characters of a repository name, or {ROOT}."
    return [Problem(key, reason)]


def _occasion_problems(inputs: Inputs) -> list[Problem]:
    key = "appliedFors"
    if inputs.get(key) == []:
        return [Problem(key, f"a template applies for at least one of {', '.join(OCCASIONS)}.")]
    wrong = [occasion for occasion in texts(inputs, key) if occasion not in OCCASIONS]
    return [
        Problem(key, f"{occasion!r} is none of {', '.join(OCCASIONS)}.{did_you_mean(occasion, OCCASIONS)}")
        for occasion in wrong
    ] + [Problem(key, f"{occasion} is named twice.") for occasion in repeated(texts(inputs, key))]


def _role_problems(inputs: Inputs) -> list[Problem]:
    role = text(inputs, "customRoleArn")
    if role is None or ROLE_ARN.fullmatch(role):
        return []
    return [Problem("customRoleArn", f"{role!r} is no ARN of a role.")]


def _needs_role(inputs: Inputs) -> list[Problem]:
    """A template that tags or encrypts needs a role (ECR user guide, "Repository creation templates")."""
    types = [text(element, "encryptionType") for _, element in blocks(inputs, "encryptionConfigurations")]
    encrypts = any(kind in ("KMS", "KMS_DSSE") for kind in types)
    if given(inputs, "customRoleArn") or not (encrypts or inputs.get("resourceTags")):
        return []
    return [Problem("customRoleArn", "a template with resourceTags or a KMS key needs a customRoleArn.")]


def _upstream_problems(inputs: Inputs) -> list[Problem]:
    upstream = text(inputs, "upstreamRegistryUrl")
    if upstream is None:
        return []
    closed = upstream in CLOSED_UPSTREAMS or AZURE_UPSTREAM.fullmatch(upstream) is not None
    if not closed and upstream not in OPEN_UPSTREAMS and not ECR_UPSTREAM.fullmatch(upstream):
        known = (*OPEN_UPSTREAMS, *CLOSED_UPSTREAMS)
        reason = f"ECR caches no registry {upstream!r}.{did_you_mean(upstream, known)}"
        return [Problem("upstreamRegistryUrl", reason)]
    if closed and not given(inputs, "credentialArn"):
        return [Problem("credentialArn", f"{upstream} needs a credential: the ARN of a secret.")]
    return []


def _credential_problems(inputs: Inputs) -> list[Problem]:
    credential, region = text(inputs, "credentialArn"), text(inputs, "region")
    if credential is None:
        return []
    form = CREDENTIAL_ARN.fullmatch(credential)
    if form is None:
        return [Problem("credentialArn", f"{credential!r} is no ARN of a Secrets Manager secret.")]
    problems: list[Problem] = []
    if not form["name"].startswith(CREDENTIAL_PREFIX):
        problems.append(Problem("credentialArn", f"the secret's name starts with {CREDENTIAL_PREFIX}."))
    if region is not None and form["region"] != region:
        problems.append(Problem("credentialArn", f"the secret is in {form['region']}, the rule in {region}."))
    return problems


MODELS = (
    ResourceModel(
        token=TEMPLATE,
        args="pulumi_aws.ecr:RepositoryCreationTemplateArgs",
        identify=lambda inputs, cloud: identify_here(TEMPLATE, inputs["prefix"], inputs, cloud),
        outputs=lambda resource_id, inputs, cloud: {
            "imageTagMutability": inputs.get("imageTagMutability", "MUTABLE"),
            **outputs(resource_id, inputs, cloud),
        },
        # ForceNew in terraform-provider-aws, internal/service/ecr/repository_creation_template.go.
        replace_on=frozenset({"prefix", "region"}),
        defaults=with_region,
        check=template_check,
    ),
    ResourceModel(
        token=CACHE_RULE,
        args="pulumi_aws.ecr:PullThroughCacheRuleArgs",
        identify=lambda inputs, cloud: identify_here(
            CACHE_RULE, inputs["ecrRepositoryPrefix"], inputs, cloud
        ),
        outputs=outputs,
        # ForceNew in terraform-provider-aws, internal/service/ecr/pull_through_cache_rule.go.
        replace_on=frozenset(
            {"ecrRepositoryPrefix", "region", "upstreamRegistryUrl", "upstreamRepositoryPrefix"}
        ),
        defaults=with_region,
        check=cache_rule_check,
        admit=cache_rule_admit,
    ),
)
