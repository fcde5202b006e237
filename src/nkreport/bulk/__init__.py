"""Archives of any size: batches of articles, read by workers here or elsewhere, written in parts.

`extract_dataset(paths, folder)` is the whole way; a crew from `processes`, `local_cluster` or `cluster` does
the work beside it.
"""

from nkreport.bulk.batches import extract_batch
from nkreport.bulk.running import Outcome, extract_dataset
from nkreport.bulk.workers import HERE, Crew, cluster, local_cluster, processes

__all__ = [
    "HERE", "Crew", "Outcome", "cluster", "extract_batch", "extract_dataset", "local_cluster", "processes",
]
