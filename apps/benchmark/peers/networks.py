"""The networks that are trained, with their authors' settings; the names are the benchmark's."""

from collections import namedtuple

import torch
from lkunet import LKUNet
from voxelmorph import VM1, VM2, Voxelmorph

Network = namedtuple("Network", "create smoothness_weight amsgrad")

NETWORKS = {
    "vm1": Network(lambda: Voxelmorph(**VM1), 1, True),
    "vm2": Network(lambda: Voxelmorph(**VM2), 1, True),
    "lku4": Network(lambda: LKUNet(4), 5, False),
    "lku8": Network(lambda: LKUNet(8), 5, False),
}

LEARNING_RATE = 1e-4


class Training:
    """A network and its optimizer; `loss(warped, fixed, window)` is the similarity it is trained with."""

    def __init__(self, name, loss, window):
        recipe = NETWORKS[name]
        self.network = recipe.create()
        self.smoothness_weight = recipe.smoothness_weight
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE, amsgrad=recipe.amsgrad)
        self.loss, self.window = loss, window

    def terms(self, moving, fixed):
        """Total, similarity and smoothness."""
        output, warped = self.network(moving, fixed)
        similarity = self.loss(warped, fixed, self.window)
        smoothness = self.network.smoothness(output)
        return similarity + self.smoothness_weight * smoothness, similarity, smoothness

    def step(self, moving, fixed):
        """One step of the optimizer; the terms are those before it."""
        terms = self.terms(moving, fixed)
        self.optimizer.zero_grad(set_to_none=True)
        terms[0].backward()
        self.optimizer.step()
        return [float(term.detach()) for term in terms]
