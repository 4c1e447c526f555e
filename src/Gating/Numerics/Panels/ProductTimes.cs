namespace MoECollab.Gating.Numerics.Panels;

/// <summary>What a product took in both ways, in any unit.</summary>
/// <param name="Rows">Rows of the product.</param>
/// <param name="Own">By the panels' kernels.</param>
/// <param name="Blas">By the BLAS, with everything that it takes to call it.</param>
internal readonly record struct ProductTimes(int Rows, double Own, double Blas);
